with

facts as (
    select * from {{ source('changed', 'facts') }}
)

select
    report_id,
    item_code,
    applicant_type,
    value,
    value_status,
    value_text,
    page,
    table_index,
    row_index,
    column_index,
    confidence,
    evidence,
    form,
    row_label_text,
    column_label_text
from facts
