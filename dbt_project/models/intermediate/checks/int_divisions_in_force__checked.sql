-- Grain: report_id; rules division_out_of_force, division_recoded.
-- A report for a year may be by a body of a division that stood on 31 December of that year or of
-- the year before. Where the code that the report or its folder bears is that of another time, the
-- one of the same division in the data year is used; where there is none, it stays, and the report
-- is left out of sums over areas.
with

reports as (
    select
        report_id,
        year,
        jurisdiction_code,
        stated_jurisdiction_code,
        jurisdiction_name_zh,
        jurisdiction_valid_from_year,
        jurisdiction_match
    from {{ ref('int_reports__ranked') }}
    where jurisdiction_match in ('out_of_force', 'recoded')
),

periods as (
    select * from {{ ref('int_jurisdiction_periods__placed') }}
),

stated_years as (
    select
        reports.report_id,
        max(case when periods.valid_to_year = reports.year - 1 then 1 else 0 end) = 1
            as was_year_before,
        min(periods.name_zh) as stated_name_zh,
        min(periods.valid_from_year) as first_year,
        case when count(periods.valid_to_year) = count(*) then max(periods.valid_to_year) end
            as last_year
    from reports
    inner join periods on reports.stated_jurisdiction_code = periods.jurisdiction_code
    group by reports.report_id
)

select
    reports.report_id,
    case reports.jurisdiction_match
        when 'out_of_force' then 'division_out_of_force'
        else 'division_recoded'
    end as rule_code,
    case reports.jurisdiction_match when 'out_of_force' then 'warning' else 'info' end as severity,
    cast(null as varchar) as item_code,
    cast(null as varchar) as applicant_type,
    cast(null as decimal(20, 6)) as expected,
    cast(null as decimal(20, 6)) as actual,
    'The report for ' || reports.year || ' is filed or written under code '
    || reports.stated_jurisdiction_code || ' (' || stated_years.stated_name_zh
    || '), which was in force from ' || stated_years.first_year
    || coalesce(' to ' || stated_years.last_year, ' on')
    || case reports.jurisdiction_match
        when 'out_of_force'
            then
                '; no division followed or preceded it one to one in ' || reports.year
                || '. The figures stay out of sums over areas.'
        else
            '; in ' || reports.year || ' the division was ' || reports.jurisdiction_code || ' ('
            || reports.jurisdiction_name_zh || '), which is used.'
    end as message,
    cast(null as varchar) as compared_report_id
from reports
inner join stated_years on reports.report_id = stated_years.report_id
where reports.jurisdiction_match = 'out_of_force' or not stated_years.was_year_before
