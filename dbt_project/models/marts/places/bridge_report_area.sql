-- Grain: area_code, report_id.
-- A view: the rows are written once, into the release.
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
