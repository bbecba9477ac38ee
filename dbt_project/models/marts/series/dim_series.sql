-- Grain: series_code.
with

series as (
    select * from {{ ref('series') }}
),

series_forms as (
    select * from {{ ref('series_forms') }}
),

forms as (
    select * from {{ ref('forms') }}
),

spans as (
    select
        series_forms.series_code,
        min(forms.first_year) as first_year,
        case when count(forms.last_year) = count(*) then max(forms.last_year) end as last_year,
        min(series_forms.segment) as first_segment,
        max(series_forms.segment) as latest_segment,
        count(*) filter (where series_forms.comparability = 'broken') as broken_form_count
    from series_forms
    inner join forms on series_forms.form = forms.form
    group by series_forms.series_code
)

select
    series.series_code,
    series.label_en,
    series.label_zh,
    series.unit,
    spans.first_year,
    spans.last_year,
    spans.first_segment,
    spans.latest_segment,
    spans.broken_form_count > 0 as is_broken,
    series.sort_order
from series
inner join spans on series.series_code = spans.series_code
order by series.sort_order
