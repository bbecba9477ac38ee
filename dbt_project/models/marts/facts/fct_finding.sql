-- Grain: none; a report may raise a rule many times.
-- Doubts about one report come from reading it; doubts across two years are found here.
{% set checks = [
    'int_carry_over__checked',
    'int_in_force_roll__checked',
    'int_items_roll__checked',
] %}
with

findings as (
    select
        report_id,
        rule_code,
        severity,
        item_code,
        applicant_type,
        expected,
        actual,
        message,
        cast(null as varchar) as compared_report_id
    from {{ ref('stg_extraction__findings') }}

    {% for check in checks %}
        union all

        select
            report_id,
            rule_code,
            severity,
            item_code,
            applicant_type,
            expected,
            actual,
            message,
            compared_report_id
        from {{ ref(check) }}
    {% endfor %}
)

select
    report_id,
    rule_code,
    severity,
    item_code,
    applicant_type,
    expected,
    actual,
    message,
    compared_report_id
from findings
order by
    report_id,
    rule_code,
    severity,
    item_code,
    applicant_type,
    expected,
    actual,
    message,
    compared_report_id
