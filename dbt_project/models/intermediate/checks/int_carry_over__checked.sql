-- Grain: report_id, applicant_type; a row for each broken 二 of Y = 四 of Y-1.
-- What one report carries forward to the next year (四、结转下年度继续办理) is what the next takes
-- over (二、上年结转政府信息公开申请数量), for every column of the table.
with

pairs as (
    select * from {{ ref('int_report_pairs__matched') }}
),

cells as (
    select * from {{ ref('int_cells__counted') }}
),

compared as (
    select
        pairs.report_id,
        pairs.year,
        pairs.previous_report_id,
        pairs.previous_year,
        taken_over.applicant_type,
        carried_forward.counted_value as expected,
        taken_over.counted_value as actual,
        taken_over.is_without_number or carried_forward.is_without_number as has_blank
    from pairs
    inner join cells as taken_over
        on
            pairs.report_id = taken_over.report_id
            and taken_over.item_code = 'request.carried_over'
    inner join cells as carried_forward
        on
            pairs.previous_report_id = carried_forward.report_id
            and carried_forward.item_code = 'request.carried_forward'
            and taken_over.applicant_type = carried_forward.applicant_type
)

select
    report_id,
    'carry_over' as rule_code,
    'warning' as severity,
    'request.carried_over' as item_code,
    applicant_type,
    cast(expected as decimal(20, 6)) as expected,
    cast(actual as decimal(20, 6)) as actual,
    'The report for ' || year || ' takes over ' || {{ plain_number('actual') }}
    || ' requests (二、上年结转) in column ' || applicant_type || ', but the report for '
    || previous_year || ' carried ' || {{ plain_number('expected') }}
    || ' forward (四、结转下年度)'
    || case when has_blank then '; a blank counts as 0' else '' end || '.' as message,
    previous_report_id as compared_report_id
from compared
where expected <> actual
