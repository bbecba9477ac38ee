{# A query: the value of each formula for each report of which a cell of the formula stands in
   `cells` (report_number, cell_number, value, form_year, and what `confidence` and `is_at_odds`
   name). Null where a part of the formula has no value or is missing. Most formulas are one cell
   and need no sum. #}
{% macro formula_values(cells, confidence, is_at_odds) -%}
    select
        cells.report_number,
        terms.series_number,
        terms.series_formula_count,
        terms.formula_number,
        cells.form_year as table_form_year,
        cast(terms.term_sign * cells.value as decimal(38, 6)) as value,
        {{ confidence }} as confidence,
        {{ is_at_odds }} as is_at_odds
    from {{ cells }} as cells
    inner join {{ ref('int_series_terms__parsed') }} as terms
        on cells.cell_number = terms.cell_number
    where terms.term_count = 1

    union all

    select
        cells.report_number,
        terms.series_number,
        terms.series_formula_count,
        terms.formula_number,
        max(cells.form_year) as table_form_year,
        case
            when count(cells.value) = terms.term_count
                then cast(sum(terms.term_sign * cells.value) as decimal(38, 6))
        end as value,
        min({{ confidence }}) as confidence,
        max({{ is_at_odds }}) as is_at_odds
    from {{ cells }} as cells
    inner join {{ ref('int_series_terms__parsed') }} as terms
        on cells.cell_number = terms.cell_number
    where terms.term_count > 1
    group by
        cells.report_number,
        terms.series_number,
        terms.series_formula_count,
        terms.formula_number,
        terms.term_count
{%- endmacro %}

{# A query: of the formulas of a series the value that they agree on. One complete formula suffices;
   two complete ones that differ give none. A series with one formula needs no choice. #}
{% macro chosen_formulas(formulas) -%}
    select
        report_number,
        series_number,
        value,
        confidence,
        is_at_odds,
        form_year
    from {{ formulas }}
    where series_formula_count = 1

    union all

    select
        report_number,
        series_number,
        case when min(value) = max(value) then min(value) end as value,
        coalesce(
            min(case when value is not null then confidence end), min(confidence)
        ) as confidence,
        coalesce(min(value) <> max(value), max(is_at_odds)) as is_at_odds,
        coalesce(
            max(case when value is not null then form_year end), max(form_year)
        ) as form_year
    from {{ formulas }}
    where series_formula_count > 1
    group by report_number, series_number
{%- endmacro %}
