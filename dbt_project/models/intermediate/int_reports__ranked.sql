-- Grain: report_id.
-- Of several reports of one issuer for one year, the one to use is, in this order: one with
-- numbers before one without; the latest published (a dated before an undated one); the latest
-- fetched; the one with more numbers; and, so that every build decides alike, the one with the
-- smallest report_id. A report whose issuer or year is unknown is never the one to use.
with

reports as (
    select * from {{ ref('int_reports__identified') }}
),

facts as (
    select * from {{ ref('stg_extraction__facts') }}
),

inventory as (
    select * from {{ ref('stg_ingest__inventory') }}
),

value_counts as (
    select
        report_id,
        count(value) as value_count
    from facts
    group by report_id
),

described as (
    select
        reports.*,
        inventory.source_url,
        inventory.fetched_at as fetched_at_text,
        inventory.publisher,
        inventory.source_note,
        inventory.sidecar_error,
        try_cast(inventory.fetched_at as timestamp with time zone) as fetched_at,
        coalesce(value_counts.value_count, 0) as value_count
    from reports
    left join inventory on reports.source_path = inventory.source_path
    left join value_counts on reports.report_id = value_counts.report_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by issuer_id, year
            order by
                value_count = 0 asc,
                published_date desc nulls last,
                fetched_at desc nulls last,
                value_count desc,
                report_id asc
        ) as preference
    from described
)

select
    report_id,
    document_sha256,
    source_path,
    jurisdiction_code,
    jurisdiction_name_zh,
    jurisdiction_name_en,
    jurisdiction_level,
    province_code,
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
    issuer_id is not null and year is not null and preference = 1 as is_current,
    media_type,
    reader,
    reader_version,
    source_url,
    fetched_at_text,
    publisher,
    source_note,
    sidecar_error
from ranked
