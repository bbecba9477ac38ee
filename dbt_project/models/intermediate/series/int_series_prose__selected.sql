-- Grain: report_number, cell_number; figures of the prose that restate one item of the tables.
-- Only figures that are not approximate and are told of whom the report covers (or of nobody in
-- particular). Two that differ leave the figure unknown. Amounts of money are told in yuan and
-- asked for in 10,000 yuan.
with

figures as (
    select * from {{ ref('stg_extraction__narrative_figures') }}
    where item_code is not null and not is_approximate
),

reports as (
    select * from {{ ref('int_series_reports__numbered') }}
),

terms as (
    select * from {{ ref('int_series_terms__parsed') }}
),

items as (
    select * from {{ ref('items') }}
),

wanted as (
    select
        terms.cell_number,
        terms.item_code,
        items.unit
    from terms
    inner join items on terms.item_code = items.item_code
    where terms.applicant_type in ('total', 'all')
    group by terms.cell_number, terms.item_code, items.unit
),

told as (
    select
        reports.report_number,
        reports.form_year,
        wanted.cell_number,
        case
            when wanted.unit = '10k_cny' and figures.unit = '元'
                then cast(figures.value / 10000 as decimal(20, 6))
            else figures.value
        end as value
    from figures
    inner join wanted on figures.item_code = wanted.item_code
    inner join reports on figures.report_id = reports.report_id
    where
        (figures.scope is null or figures.scope = reports.scope)
        and (wanted.unit = '10k_cny') = (figures.unit = '元')
)

select
    report_number,
    cell_number,
    form_year,
    case when min(value) = max(value) then min(value) end as value,
    min(value) <> max(value) as is_at_odds
from told
group by report_number, cell_number, form_year
