-- Grain: report_id, compared_report_id; rule versions_differ, on the report to use.
-- Another report of the same body and year gives other figures. A later one is a correction, as it
-- should be; where nothing dates them apart, which one counts is a matter of rules, and a person
-- should look.
with

versions as (
    select * from {{ ref('int_reports__versions_compared') }}
    where figures_compared = 'other_figures'
),

reports as (
    select
        report_id,
        source_path,
        year,
        published_date,
        choice_reason
    from {{ ref('int_reports__ranked') }}
    where version_count > 1
)

select
    versions.current_report_id as report_id,
    'versions_differ' as rule_code,
    case
        when current_reports.published_date > rivals.published_date then 'info' else 'warning'
    end as severity,
    cast(null as varchar) as item_code,
    cast(null as varchar) as applicant_type,
    cast(null as decimal(20, 6)) as expected,
    cast(versions.differing_value_count as decimal(20, 6)) as actual,
    'Another report of the same body for ' || rivals.year || ' (' || rivals.source_path
    || ') gives other figures in ' || versions.differing_value_count
    || ' cells. This one is used: ' || rivals.choice_reason || '.' as message,
    versions.report_id as compared_report_id
from versions
inner join reports as rivals on versions.report_id = rivals.report_id
inner join reports as current_reports on versions.current_report_id = current_reports.report_id
