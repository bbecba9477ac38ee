"""The partitions follow the region files."""

import dagster as dg

from orchestration.defs.ingest.collection import regions
from orchestration.resources import Collector


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    target=None,
    description="Keeps the partitions of ingest/collected in step with the region files.",
)
def region_files(
    context: dg.SensorEvaluationContext, collector: dg.ResourceParam[Collector]
) -> dg.SensorResult | dg.SkipReason:
    """Adds a partition for each new file, and removes that of a file that is gone."""
    files = set(collector.regions())
    known = set(context.instance.get_dynamic_partitions(regions.name))
    requests = []
    if files - known:
        requests.append(regions.build_add_request(sorted(files - known)))
    if known - files:
        requests.append(regions.build_delete_request(sorted(known - files)))
    if not requests:
        return dg.SkipReason("The partitions are the region files.")
    return dg.SensorResult(dynamic_partitions_requests=requests)
