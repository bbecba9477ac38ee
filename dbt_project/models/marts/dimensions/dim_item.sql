-- Grain: item_code.
with

items as (
    select * from {{ ref('items') }}
),

forms as (
    select * from {{ ref('forms') }}
),

headline_figures as (
    select * from {{ ref('headline_figures') }}
),

spans as (
    select
        items.item_code,
        min(forms.first_year) as first_year,
        case when count(forms.last_year) = count(*) then max(forms.last_year) end as last_year
    from items
    inner join forms on list_contains(string_split(items.forms, ' '), forms.form)
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
    items.series_code,
    items.related_items,
    items.series_note,
    headline_figures.headline_figure
from items
left join spans on items.item_code = spans.item_code
left join headline_figures on items.item_code = headline_figures.item_code
order by items.sort_order
