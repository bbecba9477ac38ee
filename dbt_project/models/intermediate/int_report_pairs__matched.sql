-- Grain: report_id; the current reports whose issuer has one for the year before as well.
-- Two reports that say to cover different bodies are no pair; where a report does not say what
-- it covers, the pair stands.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
),

current_reports as (
    select
        report_id,
        issuer_id,
        scope,
        year
    from reports
    where is_current
)

select
    later.report_id,
    later.year,
    earlier.report_id as previous_report_id,
    earlier.year as previous_year
from current_reports as later
inner join current_reports as earlier
    on
        later.issuer_id = earlier.issuer_id
        and later.year = earlier.year + 1
where
    later.scope is null
    or earlier.scope is null
    or later.scope = earlier.scope
