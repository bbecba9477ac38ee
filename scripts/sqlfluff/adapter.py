"""Stands in for dbt's `adapter` when sqlfluff renders a model: the jinja templater has none.

A dispatched macro renders as its first argument, which is an expression wherever such a macro is
one; what it really becomes differs by engine and is not for the style of the model.
"""

from collections.abc import Callable


def dispatch(macro_name: str, macro_namespace: str | None = None) -> Callable[..., str]:
    """The macro of that name for this engine, as dbt has it."""
    return lambda *arguments, **_: str(arguments[0]) if arguments else macro_name
