-- Grain: none; a report may raise a rule many times.
-- Doubts from reading and from comparing reports, each with what a person decided about it.
-- A view: the sentences are written once, into the release, in the order of row_order.
with

findings as (
    select * from {{ ref('int_findings__united') }}
),

decisions as (
    select * from {{ ref('int_review_decisions__keyed') }}
    where is_latest
)

select
    findings.report_id,
    findings.rule_code,
    findings.severity,
    findings.item_code,
    findings.applicant_type,
    findings.expected,
    findings.actual,
    findings.message,
    findings.compared_report_id,
    findings.finding_id,
    coalesce(decisions.decision, 'open') as review_status,
    decisions.reviewed_by,
    decisions.reviewed_date,
    decisions.note as review_note
from findings
left join decisions on findings.finding_id = decisions.finding_id
