-- Grain: report_id; how many numbers stand in the tables of a report.
with

facts as (
    select * from {{ ref('stg_changed__facts') }}
)

select
    report_id,
    count(value) as value_count
from facts
group by report_id
