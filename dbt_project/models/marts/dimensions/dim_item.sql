-- Grain: item_code.
with

items as (
    select * from {{ ref('items') }}
),

forms as (
    select * from {{ ref('forms') }}
),

series as (
    select * from {{ ref('series') }}
),

terms as (
    select * from {{ ref('int_series_terms__parsed') }}
),

item_series as (
    select
        terms.item_code,
        series.series_code,
        series.sort_order
    from terms
    inner join series on terms.series_number = series.sort_order
    group by terms.item_code, series.series_code, series.sort_order
),

fed_series as (
    select
        item_code,
        {{ joined_words('series_code', 'sort_order') }} as series_codes
    from item_series
    group by item_code
),

spans as (
    select
        items.item_code,
        min(forms.first_year) as first_year,
        case when count(forms.last_year) = count(*) then max(forms.last_year) end as last_year
    from items
    inner join forms on ' ' || items.forms || ' ' like '% ' || forms.form || ' %'
    group by items.item_code
)

select
    items.item_code,
    items.report_table,
    items.forms,
    items.label_zh,
    items.label_en,
    items.unit,
    items.parent_item,
    items.by_applicant,
    items.sort_order,
    spans.first_year,
    spans.last_year,
    fed_series.series_codes,
    items.item_series_code,
    items.related_items,
    items.series_note
from items
left join spans on items.item_code = spans.item_code
left join fed_series on items.item_code = fed_series.item_code
order by items.sort_order
