-- Grain: report_id. A corrected or re-posted report is a further row.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
),

versions as (
    select * from {{ ref('int_reports__versions_compared') }}
),

areas as (
    select * from {{ ref('int_report_areas__counted') }}
),

-- The country holds every area: what counts there counts beside any other report. A body of an
-- unknown place or time lies in its own area alone.
countings as (
    select
        report_id,
        max(case when area_code = '000000' and is_counted then 1 else 0 end) = 1 as is_counted,
        max(case when area_code = '000000' then counting_reason end) as reason_in_country,
        max(case when distance = 0 then counting_reason end) as reason_in_own_area,
        max(case when area_code = '000000' then covered_by_report_id end) as covered_by_report_id
    from areas
    group by report_id
)

select
    reports.report_id,
    reports.document_sha256,
    reports.source_path,
    reports.jurisdiction_code,
    reports.jurisdiction_valid_from_year,
    reports.stated_jurisdiction_code,
    reports.jurisdiction_match,
    reports.issuer_id,
    reports.issuer_name,
    reports.issuer_kind,
    reports.stated_issuer_name,
    reports.compiler_name,
    reports.scope,
    reports.year,
    reports.period_start,
    reports.period_end,
    reports.form,
    reports.title,
    reports.published_date,
    reports.is_current,
    reports.version_rank,
    reports.version_count,
    reports.choice_reason,
    case
        when reports.is_current and reports.version_count > 1 then 'current'
        else versions.figures_compared
    end as figures_compared,
    versions.differing_value_count,
    versions.current_report_id as replaced_by_report_id,
    coalesce(countings.is_counted, false) as counts_towards_area,
    case
        when not reports.is_current then 'not_current'
        else coalesce(countings.reason_in_country, countings.reason_in_own_area)
    end as counting_reason,
    countings.covered_by_report_id,
    reports.media_type,
    reports.reader,
    reports.reader_version,
    reports.source_url,
    reports.fetched_at_text,
    reports.publisher,
    reports.source_note,
    reports.sidecar_error,
    reports.vanished_date
from reports
left join versions on reports.report_id = versions.report_id
left join countings on reports.report_id = countings.report_id
order by reports.year, reports.jurisdiction_code, reports.source_path, reports.report_id
