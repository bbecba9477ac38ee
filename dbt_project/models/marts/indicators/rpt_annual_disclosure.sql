-- Grain: issuer_id, year; the current report of each.
-- Figures and rates are those of the official tables that are counted as the newest form counts
-- (exact): neither prose nor an older law's figures stand beside them.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
    where is_current
),

report_numbers as (
    select
        report_id,
        report_number
    from {{ ref('int_series_reports__numbered') }}
    where is_current
),

figures as (
    select
        report_numbers.report_id,
        pivoted.*
    from {{ ref('int_report_figures__pivoted') }} as pivoted
    inner join report_numbers on pivoted.report_number = report_numbers.report_number
),

indicators as (
    select * from {{ ref('indicators') }}
),

changes as (
    select
        report_numbers.report_id,
        max(comparisons.value) as requests_received_change_rate
    from {{ ref('int_indicator_comparisons__divided') }} as comparisons
    inner join report_numbers on comparisons.report_number = report_numbers.report_number
    inner join indicators on comparisons.indicator_number = indicators.sort_order
    where
        indicators.indicator_code = 'requests_received_change_rate'
        and not comparisons.is_prose
        and comparisons.comparability_rank = 1
    group by report_numbers.report_id
),

pairs as (
    select * from {{ ref('int_report_pairs__matched') }}
),

findings as (
    select * from {{ ref('fct_finding') }}
),

finding_counts as (
    select
        report_id,
        count(*) filter (where severity = 'error') as error_count,
        count(*) filter (where severity = 'warning') as warning_count,
        count(*) filter (where severity = 'info') as info_count
    from findings
    group by report_id
)

select
    reports.issuer_id,
    reports.year,
    reports.report_id,
    reports.issuer_name,
    reports.issuer_kind,
    reports.scope,
    reports.form,
    reports.jurisdiction_code,
    reports.jurisdiction_name_zh,
    reports.jurisdiction_name_en,
    reports.jurisdiction_level,
    reports.province_code,
    {% for figure in headline_figures() %}
        figures.{{ figure }},
    {% endfor %}
    figures.administrative_charges,
    {% for rate in headline_rates() %}
        {{ 'changes' if rate == 'requests_received_change_rate' else 'figures' }}.{{ rate }},
    {% endfor %}
    pairs.previous_report_id,
    figures.requests_received - previous.requests_received as requests_received_change,
    figures.requests_handled - previous.requests_handled as requests_handled_change,
    figures.granted - previous.granted as granted_change,
    figures.partly_granted - previous.partly_granted as partly_granted_change,
    figures.denied - previous.denied as denied_change,
    figures.carried_forward - previous.carried_forward as carried_forward_change,
    figures.reconsiderations - previous.reconsiderations as reconsiderations_change,
    figures.litigations - previous.litigations as litigations_change,
    coalesce(finding_counts.error_count, 0) as error_count,
    coalesce(finding_counts.warning_count, 0) as warning_count,
    coalesce(finding_counts.info_count, 0) as info_count
from reports
left join figures on reports.report_id = figures.report_id
left join changes on reports.report_id = changes.report_id
left join pairs on reports.report_id = pairs.report_id
left join figures as previous on pairs.previous_report_id = previous.report_id
left join finding_counts on reports.report_id = finding_counts.report_id
order by reports.year, reports.jurisdiction_code, reports.issuer_name, reports.issuer_id
