-- Grain: report_id, section_index.
with

sections as (
    select * from {{ ref('stg_extraction__sections') }}
)

select
    report_id,
    section_index,
    section,
    heading,
    text
from sections
order by report_id, section_index
