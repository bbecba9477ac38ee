"""A release that is held back is shown as such: in the check, in the journal, in the notice."""

import dagster as dg
import pytest

from orchestration.defs.automation.failures import write_down_failure
from orchestration.defs.publish import release as module
from orchestration.lake import Lake
from orchestration.nights.past import nights
from orchestration.releases.publish import ReleaseHeld
from orchestration.resources import LakeFolders, Notices, journal

WHY = "The release is held back: it changes more than may pass unseen.\n- Reports are missing (1)."


def test_a_held_back_release_fails_its_check_and_is_no_failed_night(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
):
    def holds(*_, **__) -> None:
        raise ReleaseHeld(WHY)

    monkeypatch.setattr(module, "publish", holds)
    job = dg.Definitions(
        assets=[module.release],
        jobs=[dg.define_asset_job("night", hooks={write_down_failure})],
        resources={
            "lake_folders": LakeFolders(raw_dir=str(lake.raw), releases_dir=str(lake.releases)),
            "notices": Notices(file=str(lake.raw.parent / "notices.yml")),
            "progress": journal,
        },
    ).resolve_job_def("night")
    result = job.execute_in_process(raise_on_error=False)
    assert not result.success
    (check,) = [c for c in result.get_asset_check_evaluations() if c.check_name == "held"]
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert check.metadata["why"].value == WHY
    (night,) = nights(lake)
    assert (night.outcome, night.failure, night.failed_stage) == ("held", WHY, "publishing")
    page = (lake.nights / night.night / "report.html").read_text("utf-8")
    assert "The release was held back" in page and "There is no release yet." in page
