-- Grain: report_id; current reports of bodies whose figures are a part of another current report of
-- the year: the whole-area report of the government above.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
    where is_current
),

issuers as (
    select * from {{ ref('int_issuers__listed') }}
)

select
    reports.report_id,
    parents.report_id as parent_report_id
from reports
inner join issuers on reports.issuer_id = issuers.issuer_id
inner join reports as parents
    on
        issuers.parent_issuer_id = parents.issuer_id
        and reports.year = parents.year
where reports.scope is not null and parents.scope = 'whole_area'
