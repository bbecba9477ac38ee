-- Grain: report_id, figure_index.
-- A view: the sentences are written once, into the release.
with

narrative_figures as (
    select * from {{ ref('stg_extraction__narrative_figures') }}
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
