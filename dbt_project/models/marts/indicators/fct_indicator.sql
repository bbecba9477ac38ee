-- Grain: report_id, indicator_code; a row where both series of the indicator stand in the report.
-- A view: the codes are written once, into the release.
with

divided as (
    select * from {{ ref('int_indicator_values__divided') }}
),

indicators as (
    select * from {{ ref('indicators') }}
),

reports as (
    select * from {{ ref('int_series_reports__numbered') }}
)

select
    reports.report_id,
    indicators.indicator_code,
    divided.numerator,
    divided.denominator,
    divided.value,
    divided.denominator >= indicators.min_denominator as is_rankable,
    {{ stability('divided.denominator') }} as stability,
    divided.segment,
    {{ comparability('divided.comparability_rank') }} as comparability,
    {{ figure_source('divided.is_prose') }} as source,
    reports.issuer_id,
    reports.year,
    reports.scope,
    reports.is_current,
    compared.report_id as compared_report_id
from divided
inner join indicators on divided.indicator_number = indicators.sort_order
inner join reports on divided.report_number = reports.report_number
left join reports as compared on divided.compared_report_number = compared.report_number
