-- Grain: report_id; a short number for each report, to group, join and sort many rows by.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
),

forms as (
    select * from {{ ref('forms') }}
)

select
    reports.report_id,
    {{ report_number('reports.report_id') }} as report_number,
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
inner join forms on reports.form = forms.form
