-- Grain: report_id, series_code; a row where a part of the series stands in the report.
-- A view: the codes are written once, into the release.
with

figures as (
    select * from {{ ref('int_series_figures__chosen') }}
),

reports as (
    select * from {{ ref('int_series_reports__numbered') }}
),

series as (
    select * from {{ ref('series') }}
),

forms as (
    select * from {{ ref('forms') }}
)

select
    reports.report_id,
    series.series_code,
    figures.value,
    case
        when figures.value is not null then 'known'
        when figures.is_at_odds then 'sources_differ'
        else 'part_unknown'
    end as value_state,
    forms.form,
    figures.segment,
    {{ comparability('figures.comparability_rank') }} as comparability,
    {{ figure_source('figures.is_prose') }} as source,
    figures.confidence,
    reports.issuer_id,
    reports.jurisdiction_code,
    reports.year,
    reports.scope,
    reports.is_current
from figures
inner join reports on figures.report_number = reports.report_number
inner join series on figures.series_number = series.sort_order
inner join forms on figures.form_year = forms.first_year
