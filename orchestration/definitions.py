"""Assembles what `defs/` holds."""

from __future__ import annotations

import dagster as dg

from orchestration.defs.automation.fallen import failed_runs, lost_nights
from orchestration.defs.automation.jobs import build, collect, night
from orchestration.defs.automation.nightly import nightly
from orchestration.defs.automation.raw_files import raw_files
from orchestration.defs.automation.region_files import region_files
from orchestration.defs.extract.documents import documents
from orchestration.defs.ingest.collection import collected, visits
from orchestration.defs.ingest.inventory import inventory
from orchestration.defs.ingest.review_decisions import review_decisions
from orchestration.defs.publish.keeping import pruning, rollback
from orchestration.defs.publish.release import release
from orchestration.defs.warehouse.models import models
from orchestration.resources import Collector, LakeFolders, Notices, dbt, journal

defs = dg.Definitions(
    assets=[visits, collected, inventory, review_decisions, documents, models, release],
    jobs=[night, build, collect, rollback, pruning],
    schedules=[nightly],
    sensors=[raw_files, region_files, failed_runs, lost_nights],
    executor=dg.in_process_executor,
    resources={
        "lake_folders": LakeFolders(),
        "collector": Collector(),
        "notices": Notices(),
        "progress": journal,
        "dbt": dbt(),
    },
)
