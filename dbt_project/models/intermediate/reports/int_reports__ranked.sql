-- Grain: report_id.
-- Of several reports of one issuer for one year, the one to use is, in this order: one with
-- numbers before one without; one whose area and year nothing contradicts before one that says
-- another than its folder or contradicts itself; the latest published (a dated before an undated
-- one); the latest fetched; the one with more numbers; and, so that every build decides alike, the
-- one with the smallest report_id. A report whose issuer or year is unknown is never the one to
-- use.
-- choice_reason is the first of these in which the one to use differs from this report; for the
-- one to use, from the next best.
with

reports as (
    select * from {{ ref('int_reports__identified') }}
),

inventory as (
    select * from {{ ref('stg_ingest__inventory') }}
),

contradicted as (
    select report_id
    from {{ ref('stg_extraction__findings') }}
    where rule_code in ('jurisdiction_mismatch', 'year_mismatch') and severity = 'warning'
    group by report_id
),

value_counts as (
    select * from {{ ref('int_values__counted') }}
),

described as (
    select
        reports.*,
        inventory.source_url,
        inventory.fetched_at as fetched_at_text,
        inventory.publisher,
        inventory.source_note,
        inventory.sidecar_error,
        inventory.vanished_date,
        try_cast(inventory.fetched_at as timestamp with time zone) as fetched_at,
        coalesce(value_counts.value_count, 0) as value_count,
        contradicted.report_id is not null as is_contradicted
    from reports
    left join inventory on reports.source_path = inventory.source_path
    left join value_counts on reports.report_id = value_counts.report_id
    left join contradicted on reports.report_id = contradicted.report_id
),

ranked as (
    select
        *,
        issuer_id is not null and year is not null as is_placed,
        row_number() over (
            partition by issuer_id, year
            order by
                value_count = 0 asc,
                is_contradicted asc,
                published_date desc nulls last,
                fetched_at desc nulls last,
                value_count desc,
                report_id asc
        ) as version_rank
    from described
),

counted as (
    select
        issuer_id,
        year,
        count(*) as version_count
    from ranked
    where is_placed
    group by issuer_id, year
)

select
    ranked.report_id,
    ranked.document_sha256,
    ranked.source_path,
    ranked.jurisdiction_code,
    ranked.jurisdiction_valid_from_year,
    ranked.stated_jurisdiction_code,
    ranked.jurisdiction_match,
    ranked.jurisdiction_name_zh,
    ranked.jurisdiction_name_en,
    ranked.jurisdiction_level,
    ranked.province_code,
    ranked.lineage_code,
    ranked.lineage_valid_from_year,
    ranked.issuer_id,
    ranked.issuer_name,
    ranked.issuer_kind,
    ranked.stated_issuer_name,
    ranked.compiler_name,
    ranked.organ_name,
    ranked.is_area_government,
    ranked.is_unusual_scope,
    ranked.scope,
    ranked.year,
    ranked.period_start,
    ranked.period_end,
    ranked.form,
    ranked.title,
    ranked.published_date,
    ranked.is_placed and ranked.version_rank = 1 as is_current,
    case when ranked.is_placed then ranked.version_rank end as version_rank,
    counted.version_count,
    case
        when not ranked.is_placed then 'issuer_or_year_unknown'
        when counted.version_count = 1 then 'only_one'
        when (ranked.value_count = 0) <> (rivals.value_count = 0) then 'has_numbers'
        when ranked.is_contradicted <> rivals.is_contradicted then 'not_contradicted'
        when (ranked.published_date is null) <> (rivals.published_date is null) then 'dated'
        when ranked.published_date <> rivals.published_date then 'later_published'
        when (ranked.fetched_at is null) <> (rivals.fetched_at is null) then 'fetch_dated'
        when ranked.fetched_at <> rivals.fetched_at then 'later_fetched'
        when ranked.value_count <> rivals.value_count then 'more_numbers'
        else 'smallest_report_id'
    end as choice_reason,
    ranked.value_count,
    ranked.media_type,
    ranked.reader,
    ranked.reader_version,
    ranked.source_url,
    ranked.fetched_at_text,
    ranked.publisher,
    ranked.source_note,
    ranked.sidecar_error,
    ranked.vanished_date
from ranked
left join counted
    on
        ranked.issuer_id = counted.issuer_id
        and ranked.year = counted.year
left join ranked as rivals
    on
        ranked.issuer_id = rivals.issuer_id
        and ranked.year = rivals.year
        and rivals.version_rank = case when ranked.version_rank = 1 then 2 else 1 end
