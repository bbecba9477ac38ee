-- Grain: issuer_id, year; the current report of each.
-- Figures and rates are those of the official tables that are counted as the newest form counts
-- (exact): neither prose nor an older law's figures stand beside them.
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
    'requests_to_handle',
    'requests_from_natural_persons',
    'decided_on_merits',
    'not_held',
    'repeated_or_excessive_requests',
    'reconsiderations_concluded',
    'litigations_concluded',
    'rules_issued',
    'rules_repealed',
    'rules_in_force',
    'normative_documents_issued',
    'normative_documents_repealed',
    'normative_documents_in_force',
    'licensing_decisions',
    'penalty_decisions',
    'compulsion_decisions',
] %}
{% set rates = [
    'grant_rate',
    'partial_grant_rate',
    'disclosure_rate',
    'denial_rate',
    'not_available_rate',
    'not_processed_rate',
    'handled_otherwise_rate',
    'carried_forward_rate',
    'reconsideration_correction_rate',
    'litigation_correction_rate',
    'correction_rate',
    'challenge_rate',
    'requests_received_change_rate',
    'disclosure_rate_on_merits',
    'no_record_rate',
    'repeated_or_excessive_rate',
    'natural_person_share',
    'clearance_rate',
    'reconsiderations_per_100_requests',
    'litigations_per_100_requests',
    'reconsideration_correction_rate_of_concluded',
    'litigation_correction_rate_of_concluded',
    'normative_document_repeal_ratio',
] %}
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

series_figures as (
    select * from {{ ref('int_series_figures__chosen') }}
    where not is_prose and comparability_rank = 1
),

series as (
    select * from {{ ref('series') }}
),

indicator_values as (
    select * from {{ ref('int_indicator_values__divided') }}
    where not is_prose and comparability_rank = 1
),

indicators as (
    select * from {{ ref('indicators') }}
),

pairs as (
    select * from {{ ref('int_report_pairs__matched') }}
),

findings as (
    select * from {{ ref('fct_finding') }}
),

figures as (
    select
        report_numbers.report_id,
        {% for figure in figures %}
            max(
                case
                    when series.series_code = '{{ figure }}'
                        then {{ whole_number('series_figures.value') }}
                end
            ) as {{ figure }},
        {% endfor %}
        max(case when series.series_code = 'administrative_charges' then series_figures.value end)
            as administrative_charges
    from series_figures
    inner join report_numbers on series_figures.report_number = report_numbers.report_number
    inner join series on series_figures.series_number = series.sort_order
    group by report_numbers.report_id
),

rates as (
    select
        report_numbers.report_id,
        {% for rate in rates %}
            max(
                case when indicators.indicator_code = '{{ rate }}' then indicator_values.value end
            ) as {{ rate }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from indicator_values
    inner join report_numbers on indicator_values.report_number = report_numbers.report_number
    inner join indicators on indicator_values.indicator_number = indicators.sort_order
    group by report_numbers.report_id
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
    {% for figure in figures %}
        figures.{{ figure }},
    {% endfor %}
    figures.administrative_charges,
    {% for rate in rates %}
        rates.{{ rate }},
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
left join rates on reports.report_id = rates.report_id
left join pairs on reports.report_id = pairs.report_id
left join figures as previous on pairs.previous_report_id = previous.report_id
left join finding_counts on reports.report_id = finding_counts.report_id
order by reports.year, reports.jurisdiction_code, reports.issuer_name, reports.issuer_id
