-- Grain: none; a report may raise a rule many times.
-- Doubts about one report come from reading it; doubts across reports are found here.
{% set checks = [
    'int_carry_over__checked',
    'int_in_force_roll__checked',
    'int_items_roll__checked',
    'int_area_sums__checked',
    'int_repeated_figures__checked',
    'int_outliers__checked',
    'int_published_late__checked',
    'int_divisions_in_force__checked',
    'int_versions__checked',
    'int_filed_twice__checked',
] %}
with

reports as (
    select
        report_id,
        document_sha256
    from {{ ref('stg_extraction__reports') }}
),

rules as (
    select
        rule_code,
        is_keyed_by_expected
    from {{ ref('rules') }}
),

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
),

named as (
    select
        findings.*,
        reports.document_sha256,
        coalesce(rules.is_keyed_by_expected, true) as is_keyed_by_expected
    from findings
    inner join reports on findings.report_id = reports.report_id
    left join rules on findings.rule_code = rules.rule_code
)

select
    {{ finding_id('is_keyed_by_expected') }} as finding_id,
    report_id,
    rule_code,
    severity,
    item_code,
    applicant_type,
    expected,
    actual,
    message,
    compared_report_id
from named
