-- Grain: report_id, item_code, applicant_type; a row for each value cell, filled or not.
-- A view: the cells are written once, into the release, in the order of row_order.
with

facts as (
    select * from {{ ref('stg_extraction__facts') }}
),

reports as (
    select * from {{ ref('dim_report') }}
)

select
    facts.report_id,
    facts.item_code,
    facts.applicant_type,
    facts.value,
    facts.value_status,
    facts.value_text,
    facts.page,
    facts.table_index,
    facts.row_index,
    facts.column_index,
    facts.confidence,
    facts.evidence,
    facts.form,
    facts.row_label_text,
    facts.column_label_text,
    reports.jurisdiction_code,
    reports.year,
    reports.is_current
from facts
inner join reports on facts.report_id = reports.report_id
