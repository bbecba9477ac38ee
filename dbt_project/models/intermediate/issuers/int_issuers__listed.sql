-- Grain: issuer_id.
-- Every body that reports, and the government of every division that stood in 2007 or later: decree
-- 492, which asks for the reports, is of that year. A government is the one of a code under one
-- name; over it stands the government of the division above in its last year.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
    where issuer_id is not null
),

periods as (
    select * from {{ ref('int_jurisdiction_periods__placed') }}
),

government_periods as (
    select
        {{ issuer_key('jurisdiction_code', 'government_name') }} as issuer_id,
        government_name as issuer_name,
        jurisdiction_code,
        valid_from_year,
        valid_to_year,
        lineage_code,
        lineage_valid_from_year,
        {{ issuer_key('parent_code', 'parent_government_name') }} as parent_issuer_id
    from periods
    where valid_to_year is null or valid_to_year >= 2007
),

governments as (
    select
        *,
        min(valid_from_year) over (partition by issuer_id) as first_valid_year,
        row_number() over (partition by issuer_id order by valid_from_year desc) as preference
    from government_periods
),

spans as (
    select
        issuer_id,
        min(year) as first_year,
        max(year) as last_year,
        min(jurisdiction_valid_from_year) as first_valid_year,
        max(scope) as scope,
        count(*) as report_count
    from reports
    group by issuer_id
),

latest_reports as (
    select
        *,
        row_number() over (
            partition by issuer_id
            order by year desc nulls last, is_current desc, report_id asc
        ) as preference
    from reports
),

reporting as (
    select
        latest_reports.issuer_id,
        latest_reports.issuer_name,
        latest_reports.issuer_kind,
        spans.scope,
        latest_reports.is_area_government,
        latest_reports.is_unusual_scope,
        latest_reports.organ_name,
        latest_reports.jurisdiction_code,
        spans.first_valid_year as valid_from_year,
        periods.valid_to_year,
        latest_reports.lineage_code,
        latest_reports.lineage_valid_from_year,
        case
            when latest_reports.is_area_government and not latest_reports.is_unusual_scope
                then {{ issuer_key('periods.parent_code', 'periods.parent_government_name') }}
            else {{ issuer_key('periods.jurisdiction_code', 'periods.government_name') }}
        end as parent_issuer_id,
        spans.first_year,
        spans.last_year,
        spans.report_count
    from latest_reports
    inner join spans on latest_reports.issuer_id = spans.issuer_id
    left join periods
        on
            latest_reports.jurisdiction_code = periods.jurisdiction_code
            and latest_reports.jurisdiction_valid_from_year = periods.valid_from_year
    where latest_reports.preference = 1
),

listed as (
    select
        governments.issuer_id,
        governments.issuer_name,
        'government' as issuer_kind,
        'whole_area' as scope,
        true as is_area_government,
        false as is_unusual_scope,
        cast(null as varchar) as organ_name,
        governments.jurisdiction_code,
        governments.first_valid_year as valid_from_year,
        governments.valid_to_year,
        governments.lineage_code,
        governments.lineage_valid_from_year,
        governments.parent_issuer_id,
        spans.first_year,
        spans.last_year,
        coalesce(spans.report_count, 0) as report_count
    from governments
    left join spans on governments.issuer_id = spans.issuer_id
    where governments.preference = 1
    union all
    select reporting.*
    from reporting
    left join governments
        on reporting.issuer_id = governments.issuer_id and governments.preference = 1
    where governments.issuer_id is null
)

select
    listed.*,
    case
        when listed.lineage_code is null then listed.issuer_id
        when not listed.is_area_government and listed.organ_name is null then listed.issuer_id
        else
            {{ issuer_key(
                'listed.lineage_code',
                "listed.lineage_valid_from_year || ' ' || coalesce(listed.organ_name, '')",
                'listed.is_unusual_scope',
                'listed.scope',
            ) }}
    end as lineage_id
from listed
