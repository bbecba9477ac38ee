-- Grain: report_id; the reports that are not current, of which there is a current one.
-- A re-posted report gives the numbers of the current one, a correction others. Cells without a
-- number are no difference, a number that only one of the two has is one.
with

reports as (
    select
        report_id,
        issuer_id,
        year,
        is_current,
        value_count
    from {{ ref('int_reports__ranked') }}
    where version_count > 1
),

facts as (
    select
        report_id,
        item_code,
        applicant_type,
        value
    from {{ ref('stg_extraction__facts') }}
    where value is not null
),

others as (
    select
        reports.report_id,
        current_reports.report_id as current_report_id,
        reports.value_count
    from reports
    inner join reports as current_reports
        on
            reports.issuer_id = current_reports.issuer_id
            and reports.year = current_reports.year
            and current_reports.is_current
    where not reports.is_current
),

-- Both sides of each comparison, so that the facts are joined once and then only grouped.
sides as (
    select
        report_id as compared_id,
        report_id
    from others
    union all
    select
        report_id as compared_id,
        current_report_id as report_id
    from others
),

compared_cells as (
    select
        sides.compared_id,
        facts.item_code,
        facts.applicant_type,
        count(*) = 2 and min(facts.value) = max(facts.value) as is_same
    from facts
    inner join sides on facts.report_id = sides.report_id
    group by sides.compared_id, facts.item_code, facts.applicant_type
),

differences as (
    select
        compared_id,
        count(*) filter (where not is_same) as differing_value_count
    from compared_cells
    group by compared_id
)

select
    others.report_id,
    others.current_report_id,
    case
        when others.value_count = 0 then 'no_figures'
        when differences.differing_value_count = 0 then 'same_figures'
        else 'other_figures'
    end as figures_compared,
    case when others.value_count > 0 then differences.differing_value_count
    end as differing_value_count
from others
left join differences on others.report_id = differences.compared_id
