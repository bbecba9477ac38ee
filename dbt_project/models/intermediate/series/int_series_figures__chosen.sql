-- Grain: report_number, series_number; a row where a part of the series stands in the report.
-- Tables come before prose: what the prose says of a series counts only where no cell of the
-- series stands in the tables, and then it is at most close.
with

table_cells as (
    select * from {{ ref('int_series_cells__selected') }}
    where true {{ only_changed_numbers() }}
),

prose_cells as (
    select * from {{ ref('int_series_prose__selected') }}
    where true {{ only_changed_numbers() }}
),

placed as (
    select * from {{ ref('int_series_formulas__placed') }}
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

crosswalk as (
    select
        series.sort_order as series_number,
        forms.first_year as form_year,
        series_forms.segment,
        case series_forms.comparability when 'exact' then 1 when 'close' then 2 else 3 end
            as comparability_rank
    from series_forms
    inner join series on series_forms.series_code = series.series_code
    inner join forms on series_forms.form = forms.form
),

table_formulas as (
    {{ formula_values('table_cells', 'cells.confidence', 'false') }}
),

placed_table_formulas as (
    select
        table_formulas.*,
        placed.form_year
    from table_formulas
    inner join placed
        on
            table_formulas.formula_number = placed.formula_number
            and table_formulas.table_form_year = placed.table_form_year
),

from_tables as (
    {{ chosen_formulas('placed_table_formulas') }}
),

prose_formulas as (
    {{ formula_values('prose_cells', 'cast(null as double)', 'cells.is_at_odds') }}
),

placed_prose_formulas as (
    select
        prose_formulas.*,
        placed.form_year
    from prose_formulas
    inner join placed
        on
            prose_formulas.formula_number = placed.formula_number
            and prose_formulas.table_form_year = placed.table_form_year
),

from_prose as (
    {{ chosen_formulas('placed_prose_formulas') }}
),

found as (
    select
        from_tables.*,
        false as is_prose
    from from_tables

    union all

    select
        from_prose.*,
        true as is_prose
    from from_prose
    left join from_tables
        on
            from_prose.report_number = from_tables.report_number
            and from_prose.series_number = from_tables.series_number
    where from_tables.report_number is null
)

select
    found.report_number,
    found.series_number,
    found.value,
    found.confidence,
    found.is_at_odds,
    found.is_prose,
    found.form_year,
    crosswalk.segment,
    cast(
        case
            when found.is_prose then greatest(crosswalk.comparability_rank, 2)
            else crosswalk.comparability_rank
        end as tinyint
    ) as comparability_rank
from found
inner join crosswalk
    on
        found.series_number = crosswalk.series_number
        and found.form_year = crosswalk.form_year
