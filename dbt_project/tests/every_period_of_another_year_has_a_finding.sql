-- A period that ends in another year than the report's was noticed when the report was read.
with

reports as (
    select
        report_id,
        year,
        period_end
    from {{ ref('dim_report') }}
    where extract(year from period_end) <> year
),

noticed as (
    select report_id from {{ ref('fct_finding') }}
    where rule_code in ('year_mismatch', 'period_mismatch')
    group by report_id
)

select
    reports.report_id,
    reports.year,
    reports.period_end
from reports
left join noticed on reports.report_id = noticed.report_id
where noticed.report_id is null
