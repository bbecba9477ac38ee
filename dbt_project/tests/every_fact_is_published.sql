-- fct_disclosure joins the reports; no cell may be lost or doubled on the way.
with

staged as (
    select count(*) as row_count from {{ ref('stg_extraction__facts') }}
),

published as (
    select count(*) as row_count from {{ ref('fct_disclosure') }}
)

select
    staged.row_count as staged_row_count,
    published.row_count as published_row_count
from staged
inner join published on staged.row_count <> published.row_count
