-- Grain: formula_number, table_form_year; the form whose row of the crosswalk holds for a formula
-- whose cells stand in a table of a form. Forms are named by their first data year.
-- A table may hold rows of another form. Where the crosswalk does not give the formula for the form
-- of the table, the oldest form for which it does tells what was counted.
with

terms as (
    select * from {{ ref('int_series_terms__parsed') }}
),

series as (
    select * from {{ ref('series') }}
),

series_forms as (
    select * from {{ ref('series_forms') }}
),

forms as (
    select * from {{ ref('forms') }}
),

formulas as (
    select
        series_number,
        formula_number,
        formula
    from terms
    group by series_number, formula_number, formula
),

alternatives as (
    select
        series_code,
        form,
        {{ split_rows('formula', ' | ') }} as formula
    from series_forms
),

given as (
    select
        formulas.formula_number,
        forms.first_year as form_year
    from alternatives
    inner join series on alternatives.series_code = series.series_code
    inner join formulas
        on series.sort_order = formulas.series_number and alternatives.formula = formulas.formula
    inner join forms on alternatives.form = forms.form
),

oldest as (
    select
        formula_number,
        min(form_year) as form_year
    from given
    group by formula_number
)

select
    oldest.formula_number,
    forms.first_year as table_form_year,
    coalesce(given.form_year, oldest.form_year) as form_year
from oldest
cross join forms
left join given
    on oldest.formula_number = given.formula_number and forms.first_year = given.form_year
