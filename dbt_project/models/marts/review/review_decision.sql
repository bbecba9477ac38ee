-- Grain: file_name, line_number; every line of the review files, those with a fault too.
with

lines as (
    select * from {{ ref('stg_ingest__review_decisions') }}
),

decisions as (
    select * from {{ ref('int_review_decisions__keyed') }}
),

findings as (
    select finding_id
    from {{ ref('int_findings__united') }}
    group by finding_id
)

select
    lines.file_name,
    lines.line_number,
    decisions.finding_id,
    lines.document_sha256,
    lines.rule_code,
    lines.item_code,
    lines.applicant_type,
    lines.expected,
    lines.actual,
    lines.message,
    lines.decision,
    lines.reviewed_by,
    lines.reviewed_date,
    lines.note,
    coalesce(decisions.is_latest, false) as is_latest,
    findings.finding_id is not null as is_matched,
    lines.fault
from lines
left join decisions
    on lines.file_name = decisions.file_name and lines.line_number = decisions.line_number
left join findings on decisions.finding_id = findings.finding_id
order by lines.file_name, lines.line_number
