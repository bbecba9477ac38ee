with

sections as (
    select * from {{ source('extracted', 'sections') }}
)

select
    report_id,
    section_index,
    section,
    heading,
    text
from sections
