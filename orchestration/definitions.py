"""Assembles what `defs/` holds."""

from __future__ import annotations

import sys
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource

from orchestration.defs.automation.nightly import build, nightly
from orchestration.defs.extract.documents import documents
from orchestration.defs.ingest.inventory import inventory
from orchestration.defs.ingest.review_decisions import review_decisions
from orchestration.defs.publish.keeping import pruning, rollback
from orchestration.defs.publish.release import release
from orchestration.defs.warehouse.models import models
from orchestration.lake import DBT_PROJECT
from orchestration.resources import LakeFolders, silent_progress

defs = dg.Definitions(
    assets=[inventory, review_decisions, documents, models, release],
    jobs=[build, rollback, pruning],
    schedules=[nightly],
    executor=dg.in_process_executor,
    resources={
        "lake_folders": LakeFolders(),
        "progress": silent_progress(),
        "dbt": DbtCliResource(
            project_dir=str(DBT_PROJECT),
            profiles_dir=str(DBT_PROJECT),
            dbt_executable=str(Path(sys.executable).with_name("dbt")),
        ),
    },
)
