-- Grain: year, jurisdiction_code; the divisions that stood on 31 December of each year from the
-- first to the last data year with a report.
with

divisions as (
    select * from {{ ref('int_jurisdictions__by_year') }}
    where is_data_year and level in ('province', 'prefecture', 'county')
),

reports as (
    select * from {{ ref('int_reports__ranked') }}
),

inventory as (
    select * from {{ ref('stg_ingest__inventory') }}
),

rejected_documents as (
    select * from {{ ref('stg_extraction__rejected_documents') }}
),

claims as (
    select * from {{ ref('int_jurisdiction_claims__matched') }}
),

findings as (
    select * from {{ ref('fct_finding') }}
    where severity = 'error'
),

area_reports as (
    select
        report_id,
        jurisdiction_code,
        year,
        version_count,
        value_count
    from reports
    where is_current and is_area_government and scope = 'whole_area'
),

error_counts as (
    select
        findings.report_id,
        count(*) as error_count
    from findings
    inner join area_reports on findings.report_id = area_reports.report_id
    group by findings.report_id
),

other_reports as (
    select
        jurisdiction_code,
        year,
        count(*) filter (where issuer_id is null or issuer_kind is null) as unknown_issuer_count,
        count(*) filter (where is_current and issuer_kind is not null) as body_report_count
    from reports
    where not (is_area_government and coalesce(scope, '') = 'whole_area')
    group by jurisdiction_code, year
),

rejected as (
    select
        claims.jurisdiction_code,
        inventory.claimed_year as year,
        count(*) as rejected_count
    from rejected_documents
    inner join inventory on rejected_documents.source_path = inventory.source_path
    inner join claims
        on
            inventory.claimed_jurisdiction_code = claims.stated_code
            and inventory.claimed_year = claims.year
    group by claims.jurisdiction_code, inventory.claimed_year
),

counted as (
    select
        divisions.year,
        divisions.jurisdiction_code,
        divisions.valid_from_year as jurisdiction_valid_from_year,
        divisions.name_zh as jurisdiction_name_zh,
        divisions.name_en as jurisdiction_name_en,
        divisions.level,
        divisions.parent_code,
        divisions.province_code,
        area_reports.report_id,
        coalesce(area_reports.value_count, 0) as value_count,
        coalesce(error_counts.error_count, 0) as error_count,
        coalesce(area_reports.version_count, 0) as version_count,
        coalesce(other_reports.unknown_issuer_count, 0) as unknown_issuer_count,
        coalesce(other_reports.body_report_count, 0) as body_report_count,
        coalesce(rejected.rejected_count, 0) as rejected_count
    from divisions
    left join area_reports
        on
            divisions.jurisdiction_code = area_reports.jurisdiction_code
            and divisions.year = area_reports.year
    left join error_counts on area_reports.report_id = error_counts.report_id
    left join other_reports
        on
            divisions.jurisdiction_code = other_reports.jurisdiction_code
            and divisions.year = other_reports.year
    left join rejected
        on
            divisions.jurisdiction_code = rejected.jurisdiction_code
            and divisions.year = rejected.year
),

judged as (
    select
        *,
        case
            when report_id is not null and value_count = 0 then 'no_numbers'
            when report_id is not null and error_count > 0 then 'error_findings'
            when report_id is null and unknown_issuer_count > 0 then 'issuer_unknown'
        end as doubt_reason
    from counted
)

select
    year,
    jurisdiction_code,
    jurisdiction_valid_from_year,
    jurisdiction_name_zh,
    jurisdiction_name_en,
    level,
    parent_code,
    province_code,
    case
        when doubt_reason is not null then 'doubtful'
        when report_id is not null then 'read'
        when rejected_count > 0 then 'rejected'
        else 'missing'
    end as status,
    doubt_reason,
    report_id,
    version_count,
    rejected_count,
    body_report_count
from judged
order by year, jurisdiction_code
