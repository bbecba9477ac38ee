with

reports as (
    select * from {{ source('extracted', 'reports') }}
)

select
    report_id,
    document_sha256,
    source_path,
    jurisdiction_code,
    issuer_name,
    issuer_kind,
    scope,
    year,
    period_start,
    period_end,
    form,
    title,
    published_date,
    media_type,
    reader,
    reader_version
from reports
