-- Grain: report_id; the reports of which their issuer and year have several.
-- A re-posted report gives the numbers of the current one, a correction others. Cells without a
-- number are no difference, a number that only one of the two has is one.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
    where version_count > 1
),

facts as (
    select * from {{ ref('stg_extraction__facts') }}
),

numbers as (
    select
        facts.report_id,
        facts.item_code,
        facts.applicant_type,
        facts.value
    from facts
    inner join reports on facts.report_id = reports.report_id
    where facts.value is not null
),

others as (
    select
        reports.report_id,
        current_reports.report_id as current_report_id,
        reports.value_count,
        current_reports.value_count as current_value_count
    from reports
    inner join reports as current_reports
        on
            reports.issuer_id = current_reports.issuer_id
            and reports.year = current_reports.year
            and current_reports.is_current
    where not reports.is_current
),

shared as (
    select
        others.report_id,
        count(*) as shared_count,
        count(*) filter (where numbers.value = current_numbers.value) as same_count
    from others
    inner join numbers on others.report_id = numbers.report_id
    inner join numbers as current_numbers
        on
            others.current_report_id = current_numbers.report_id
            and numbers.item_code = current_numbers.item_code
            and numbers.applicant_type = current_numbers.applicant_type
    group by others.report_id
),

differences as (
    select
        others.report_id,
        others.current_report_id,
        others.value_count,
        others.value_count + others.current_value_count
        - coalesce(shared.shared_count, 0) - coalesce(shared.same_count, 0)
            as differing_value_count
    from others
    left join shared on others.report_id = shared.report_id
)

select
    report_id,
    current_report_id,
    case
        when value_count = 0 then 'no_figures'
        when differing_value_count = 0 then 'same_figures'
        else 'other_figures'
    end as figures_compared,
    case when value_count > 0 then differing_value_count end as differing_value_count
from differences
