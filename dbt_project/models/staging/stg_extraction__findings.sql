with

findings as (
    select * from {{ source('extracted', 'findings') }}
)

select
    report_id,
    rule_code,
    severity,
    item_code,
    applicant_type,
    expected,
    actual,
    message
from findings
