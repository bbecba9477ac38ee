-- Grain: report_id; a short number for each report, to group, join and sort many rows by.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
),

numbers as (
    select * from {{ ref('int_report_numbers__given') }}
),

forms as (
    select * from {{ ref('forms') }}
)

select
    reports.report_id,
    numbers.report_number,
    reports.issuer_id,
    reports.issuer_kind,
    reports.jurisdiction_code,
    reports.jurisdiction_level,
    reports.province_code,
    reports.scope,
    reports.is_area_government,
    reports.jurisdiction_match,
    reports.year,
    reports.is_current,
    forms.first_year as form_year
from reports
inner join numbers on reports.report_id = numbers.report_id
inner join forms on reports.form = forms.form
