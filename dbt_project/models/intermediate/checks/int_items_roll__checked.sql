-- Grain: report_id, item_code; a row for each broken 上一年 of Y + 增/减 of Y = 上一年 of Y+1.
-- The finding belongs to the later report. Only the 2019 form has these items, so both reports
-- must stand in it.
with

pairs as (
    select * from {{ ref('int_report_pairs__matched') }}
),

cells as (
    select
        report_id,
        split_part(item_code, '.', 1) as kind,
        split_part(item_code, '.', 2) as measure,
        counted_value,
        is_without_number
    from {{ ref('int_cells__counted') }}
),

compared as (
    select
        pairs.report_id,
        pairs.year,
        pairs.previous_report_id,
        pairs.previous_year,
        stock.kind,
        previous_stock.counted_value as stock_before,
        previous_change.counted_value as change_before,
        previous_stock.counted_value + previous_change.counted_value as expected,
        stock.counted_value as actual,
        stock.is_without_number
        or previous_stock.is_without_number
        or previous_change.is_without_number as has_blank
    from pairs
    inner join cells as stock
        on pairs.report_id = stock.report_id and stock.measure = 'items_last_year'
    inner join cells as previous_stock
        on
            pairs.previous_report_id = previous_stock.report_id
            and previous_stock.measure = 'items_last_year'
            and stock.kind = previous_stock.kind
    inner join cells as previous_change
        on
            pairs.previous_report_id = previous_change.report_id
            and previous_change.measure = 'items_change'
            and stock.kind = previous_change.kind
)

select
    report_id,
    'items_roll' as rule_code,
    'warning' as severity,
    kind || '.items_last_year' as item_code,
    'all' as applicant_type,
    cast(expected as decimal(20, 6)) as expected,
    cast(actual as decimal(20, 6)) as actual,
    'The report for ' || year || ' has ' || {{ plain_number('actual') }}
    || ' items of the last year (上一年项目数量) for ' || kind || ', but the '
    || {{ plain_number('stock_before') }} || ' of the report for ' || previous_year
    || ' with a change (增/减) of ' || {{ plain_number('change_before') }} || ' make '
    || {{ plain_number('expected') }}
    || case when has_blank then '; a blank counts as 0' else '' end || '.' as message,
    previous_report_id as compared_report_id
from compared
where expected <> actual
