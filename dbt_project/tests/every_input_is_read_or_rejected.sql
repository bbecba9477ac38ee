-- Each raw file is either one report or one rejected document: nothing falls to the floor, and
-- nothing is published that no raw file gave.
with

outcomes as (
    select source_path from {{ ref('dim_report') }}
    union all
    select source_path from {{ ref('rejected_document') }}
),

outcome_counts as (
    select
        source_path,
        count(*) as outcome_count
    from outcomes
    group by source_path
),

inventory as (
    select source_path from {{ ref('stg_ingest__inventory') }}
)

select
    coalesce(inventory.source_path, outcome_counts.source_path) as source_path,
    inventory.source_path is not null as is_in_inventory,
    outcome_counts.outcome_count
from inventory
full outer join outcome_counts on inventory.source_path = outcome_counts.source_path
where
    inventory.source_path is null
    or outcome_counts.outcome_count is null
    or outcome_counts.outcome_count <> 1
