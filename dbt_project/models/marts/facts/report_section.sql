-- Grain: report_id, section_index.
-- A view: the text is written once, into the release.
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
