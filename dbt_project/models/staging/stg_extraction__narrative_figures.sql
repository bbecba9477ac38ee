with

narrative_figures as (
    select * from {{ source('extracted', 'narrative_figures') }}
)

select
    report_id,
    figure_index,
    section,
    sentence,
    phrase,
    value,
    unit,
    scope,
    item_code
from narrative_figures
