-- Grain: formula_number, cell_number; the signed cells that a formula of the crosswalk adds.
-- ` | ` parts alternatives, ` + ` and ` - ` terms. A term is an item, of the printed total of all
-- applicants, or `item@applicant_type`. Forms that add the same cells share a formula.
with

series as (
    select * from {{ ref('series') }}
),

series_forms as (
    select * from {{ ref('series_forms') }}
),

items as (
    select * from {{ ref('items') }}
),

alternatives as (
    select
        series_code,
        {{ split_rows('formula', ' | ') }} as formula
    from series_forms
),

formulas as (
    select
        series_code,
        formula
    from alternatives
    group by series_code, formula
),

numbered_formulas as (
    select
        series.sort_order as series_number,
        formulas.formula,
        row_number() over (order by series.sort_order, formulas.formula) as formula_number,
        count(*) over (partition by series.sort_order) as series_formula_count
    from formulas
    inner join series on formulas.series_code = series.series_code
),

signed_terms as (
    select
        series_number,
        formula,
        formula_number,
        series_formula_count,
        {{ split_rows("replace(formula, ' - ', ' + -')", ' + ') }} as signed_term
    from numbered_formulas
),

terms as (
    select
        series_number,
        formula,
        formula_number,
        series_formula_count,
        case when signed_term like '-%' then -1 else 1 end as term_sign,
        replace(signed_term, '-', '') as term
    from signed_terms
),

cells as (
    select
        terms.*,
        items.item_code,
        case
            when terms.term like '%@%' then split_part(terms.term, '@', 2)
            when items.by_applicant then 'total'
            else 'all'
        end as applicant_type
    from terms
    left join items on split_part(terms.term, '@', 1) = items.item_code
)

select
    cast(series_number as smallint) as series_number,
    cast(series_formula_count as smallint) as series_formula_count,
    cast(formula_number as smallint) as formula_number,
    formula,
    cast(dense_rank() over (order by item_code, applicant_type) as smallint) as cell_number,
    item_code,
    applicant_type,
    cast(term_sign as smallint) as term_sign,
    cast(count(*) over (partition by formula_number) as smallint) as term_count
from cells
