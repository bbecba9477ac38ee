-- Grain: series_code, form; the crosswalk.
with

series as (
    select * from {{ ref('series') }}
),

series_forms as (
    select * from {{ ref('series_forms') }}
),

forms as (
    select * from {{ ref('forms') }}
)

select
    series_forms.series_code,
    series_forms.form,
    series_forms.formula,
    series_forms.comparability,
    series_forms.segment,
    series_forms.note_en,
    series_forms.note_zh
from series_forms
inner join series on series_forms.series_code = series.series_code
inner join forms on series_forms.form = forms.form
order by series.sort_order, forms.first_year
