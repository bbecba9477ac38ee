-- Grain: report_id, item_code; a row for each broken 现行有效 of Y = of Y-1 + 制发 - 废止.
-- Rules (规章) and normative documents (行政规范性文件); only the 2021 form has these items, so
-- both reports must stand in it.
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
        in_force.kind,
        in_force_before.counted_value as stock_before,
        issued.counted_value as issued,
        repealed.counted_value as repealed,
        in_force_before.counted_value + issued.counted_value - repealed.counted_value as expected,
        in_force.counted_value as actual,
        in_force.is_without_number
        or in_force_before.is_without_number
        or issued.is_without_number
        or repealed.is_without_number as has_blank
    from pairs
    inner join cells as in_force
        on pairs.report_id = in_force.report_id and in_force.measure = 'in_force'
    inner join cells as issued
        on
            pairs.report_id = issued.report_id
            and issued.measure = 'issued'
            and in_force.kind = issued.kind
    inner join cells as repealed
        on
            pairs.report_id = repealed.report_id
            and repealed.measure = 'repealed'
            and in_force.kind = repealed.kind
    inner join cells as in_force_before
        on
            pairs.previous_report_id = in_force_before.report_id
            and in_force_before.measure = 'in_force'
            and in_force.kind = in_force_before.kind
)

select
    report_id,
    'in_force_roll' as rule_code,
    'warning' as severity,
    kind || '.in_force' as item_code,
    'all' as applicant_type,
    cast(expected as decimal(20, 6)) as expected,
    cast(actual as decimal(20, 6)) as actual,
    'The report for ' || year || ' has ' || {{ plain_number('actual') }}
    || ' texts in force (现行有效) for ' || kind || ', but the '
    || {{ plain_number('stock_before') }} || ' of the report for ' || previous_year
    || ' with ' || {{ plain_number('issued') }}
    || ' issued and ' || {{ plain_number('repealed') }} || ' repealed in ' || year || ' make '
    || {{ plain_number('expected') }}
    || case when has_blank then '; a blank counts as 0' else '' end || '.' as message,
    previous_report_id as compared_report_id
from compared
where expected <> actual
