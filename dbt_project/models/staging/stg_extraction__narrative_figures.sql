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
    is_approximate,
    scope,
    item_code,
    whole_index,
    split_index
from narrative_figures
