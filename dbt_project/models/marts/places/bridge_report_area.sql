-- Grain: area_code, report_id.
with

areas as (
    select * from {{ ref('int_report_areas__counted') }}
)

select
    area_code,
    year,
    report_id,
    is_counted,
    counting_reason,
    covered_by_report_id
from areas
order by area_code, year, report_id
