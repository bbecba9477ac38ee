-- Grain: report_number, cell_number; the cells of the official tables that any series adds.
with

facts as (
    select * from {{ ref('stg_changed__facts') }}
),

reports as (
    select * from {{ ref('int_series_reports__numbered') }}
),

terms as (
    select * from {{ ref('int_series_terms__parsed') }}
),

forms as (
    select * from {{ ref('forms') }}
),

wanted as (
    select
        cell_number,
        item_code,
        applicant_type
    from terms
    group by cell_number, item_code, applicant_type
)

select
    reports.report_number,
    wanted.cell_number,
    facts.value,
    facts.confidence,
    forms.first_year as form_year
from facts
inner join wanted
    on
        facts.item_code = wanted.item_code
        and facts.applicant_type = wanted.applicant_type
inner join reports on facts.report_id = reports.report_id
inner join forms on facts.form = forms.form
