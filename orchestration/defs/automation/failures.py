"""Write into the journal of a run what failed, in words for users."""

import dagster as dg

from orchestration.files import BuildFailed
from orchestration.releases.publish import ReleaseHeld
from schemas.validation import InvalidTable


@dg.failure_hook(name="write_down_failure", required_resource_keys={"progress"})
def write_down_failure(context: dg.HookContext) -> None:
    """Tell the journal which step failed and why."""
    error = context.op_exception
    context.resources.progress.failed(words_of(error), is_held=isinstance(error, ReleaseHeld))


def words_of(error: BaseException | None) -> str:
    """An error's message, without the name of its class where it was made for users."""
    if error is None or isinstance(error, dg.DagsterExecutionInterruptedError):
        return "It was stopped from outside. What was read so far is kept."
    if isinstance(error, BuildFailed | InvalidTable):
        return str(error)
    return f"{type(error).__name__}: {error}"
