-- Grain: issuer_id, year; the current report of each.
{% set figures = [
    'requests_received',
    'requests_carried_over',
    'requests_handled',
    'granted',
    'partly_granted',
    'denied',
    'not_available',
    'not_processed',
    'handled_otherwise',
    'carried_forward',
    'reconsiderations',
    'reconsiderations_corrected',
    'litigations',
    'litigations_corrected',
] %}
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
    where is_current
),

headline_figures as (
    select * from {{ ref('int_headline_figures__summed') }}
),

pairs as (
    select * from {{ ref('int_report_pairs__matched') }}
),

findings as (
    select * from {{ ref('fct_finding') }}
),

figures as (
    select
        report_id,
        {% for figure in figures %}
            max(case when headline_figure = '{{ figure }}' then {{ whole_number('figure') }} end)
                as {{ figure }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from headline_figures
    group by report_id
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
    figures.requests_received,
    figures.requests_carried_over,
    figures.requests_handled,
    figures.granted,
    figures.partly_granted,
    figures.denied,
    figures.not_available,
    figures.not_processed,
    figures.handled_otherwise,
    figures.carried_forward,
    figures.reconsiderations,
    figures.reconsiderations_corrected,
    figures.litigations,
    figures.litigations_corrected,
    {{ rate('figures.granted', 'figures.requests_handled') }} as grant_rate,
    {{ rate('figures.partly_granted', 'figures.requests_handled') }} as partial_grant_rate,
    {{ rate('(figures.granted + figures.partly_granted)', 'figures.requests_handled') }}
        as disclosure_rate,
    {{ rate('figures.denied', 'figures.requests_handled') }} as denial_rate,
    {{ rate('figures.not_available', 'figures.requests_handled') }} as not_available_rate,
    {{ rate('figures.not_processed', 'figures.requests_handled') }} as not_processed_rate,
    {{ rate('figures.handled_otherwise', 'figures.requests_handled') }} as handled_otherwise_rate,
    {{ rate(
        'figures.carried_forward',
        '(figures.requests_received + figures.requests_carried_over)'
    ) }} as carried_forward_rate,
    {{ rate('figures.reconsiderations_corrected', 'figures.reconsiderations') }}
        as reconsideration_correction_rate,
    {{ rate('figures.litigations_corrected', 'figures.litigations') }}
        as litigation_correction_rate,
    {{ rate(
        '(figures.reconsiderations_corrected + figures.litigations_corrected)',
        '(figures.reconsiderations + figures.litigations)'
    ) }} as correction_rate,
    {{ rate(
        '(figures.reconsiderations + figures.litigations)', 'figures.requests_received'
    ) }} as challenge_rate,
    pairs.previous_report_id,
    figures.requests_received - previous.requests_received as requests_received_change,
    {{ rate(
        '(figures.requests_received - previous.requests_received)', 'previous.requests_received'
    ) }} as requests_received_change_rate,
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
left join pairs on reports.report_id = pairs.report_id
left join figures as previous on pairs.previous_report_id = previous.report_id
left join finding_counts on reports.report_id = finding_counts.report_id
order by reports.year, reports.jurisdiction_code, reports.issuer_name, reports.issuer_id
