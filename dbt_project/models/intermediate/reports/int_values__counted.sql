-- Grain: report_id; how many numbers stand in the tables of a report.
with

facts as (
    select * from {{ ref('stg_extraction__facts') }}
    where true {{ only_changed() }}
)

select
    report_id,
    count(value) as value_count
from facts
group by report_id
