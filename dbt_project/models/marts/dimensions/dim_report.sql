-- Grain: report_id. A corrected or re-posted report is a further row.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
)

select
    report_id,
    document_sha256,
    source_path,
    jurisdiction_code,
    issuer_id,
    issuer_name,
    issuer_kind,
    scope,
    year,
    period_start,
    period_end,
    form,
    title,
    published_date,
    is_current,
    media_type,
    reader,
    reader_version,
    source_url,
    fetched_at_text,
    publisher,
    source_note,
    sidecar_error
from reports
order by year, jurisdiction_code, source_path, report_id
