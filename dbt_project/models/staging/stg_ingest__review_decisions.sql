with

review_decisions as (
    select * from {{ source('ingest', 'review_decisions') }}
)

select
    file_name,
    line_number,
    document_sha256,
    rule_code,
    item_code,
    applicant_type,
    expected,
    actual,
    message,
    decision,
    reviewed_by,
    reviewed_date,
    note,
    fault
from review_decisions
