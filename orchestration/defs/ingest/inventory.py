"""The inventory of the raw folder."""

import dagster as dg
import polars as pl

from orchestration.defs.ingest.collection import COLLECTED, VISITS
from orchestration.defs.passing import sole_writer
from orchestration.files import remove_unfinished
from orchestration.progress import Progress
from orchestration.raw.inventory import list_raw_files, read_inventory
from orchestration.resources import POOL, LakeFolders

INVENTORY = dg.AssetKey(["ingest", "inventory"])
_SCHEMA = dg.AssetCheckSpec(
    "schema", asset=INVENTORY, description="Holds to schemas.tables.InventoryFile."
)
_SIDECARS = dg.AssetCheckSpec(
    "sidecars", asset=INVENTORY, description="Every sidecar could be read."
)


@dg.asset(
    key=INVENTORY,
    deps=[COLLECTED, VISITS],
    group_name="ingest",
    kinds={"parquet"},
    check_specs=[_SCHEMA, _SIDECARS],
    pool=POOL,
)
def inventory(
    lake_folders: LakeFolders, progress: dg.ResourceParam[Progress]
) -> dg.MaterializeResult:
    """Every raw file with its hash and what its folders and its sidecar claim."""
    lake = lake_folders.lake
    if not lake_folders.is_listed:
        progress.stage("listing raw files")
    with sole_writer(lake):
        remove_unfinished(lake.interim)
        frame = read_inventory(lake) if lake_folders.is_listed else list_raw_files(lake)
    broken = frame.filter(pl.col("sidecar_error").is_not_null())["sidecar_error"].to_list()
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": frame.height,
            "bytes": int(frame["byte_count"].sum()),
            "raw_folder": dg.MetadataValue.path(str(lake.raw)),
        },
        check_results=[
            dg.AssetCheckResult(check_name="schema", passed=True),
            dg.AssetCheckResult(
                check_name="sidecars",
                passed=not broken,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"errors": broken[:20]},
            ),
        ],
    )
