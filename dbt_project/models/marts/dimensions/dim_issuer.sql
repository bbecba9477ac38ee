-- Grain: issuer_id; the issuers of reports whose jurisdiction and issuer are known.
-- Name and kind are those of the current report of the latest year that has one.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
    where issuer_id is not null
),

spans as (
    select
        issuer_id,
        min(year) as first_year,
        max(year) as last_year,
        count(*) as report_count
    from reports
    group by issuer_id
),

ranked as (
    select
        issuer_id,
        issuer_name,
        issuer_kind,
        jurisdiction_code,
        row_number() over (
            partition by issuer_id
            order by year desc nulls last, is_current desc, report_id asc
        ) as preference
    from reports
)

select
    ranked.issuer_id,
    ranked.issuer_name,
    ranked.issuer_kind,
    ranked.jurisdiction_code,
    spans.first_year,
    spans.last_year,
    spans.report_count
from ranked
inner join spans on ranked.issuer_id = spans.issuer_id
where ranked.preference = 1
order by ranked.jurisdiction_code, ranked.issuer_name, ranked.issuer_id
