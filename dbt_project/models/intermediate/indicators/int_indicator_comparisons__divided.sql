-- Grain: report_number, indicator_number; a row where the series of the indicator stands in two
-- reports in one segment: of two years (`change`), or of a body and the government that its figures
-- are a part of (`parent`). The value is null where a part is unknown or the denominator is zero.
with

figures as (
    select * from {{ ref('int_series_figures__chosen') }}
),

indicators as (
    select * from {{ ref('indicators') }}
    where kind in ('change', 'parent')
),

series as (
    select * from {{ ref('series') }}
),

reports as (
    select * from {{ ref('int_series_reports__numbered') }}
),

pairs as (
    select * from {{ ref('int_report_pairs__matched') }}
),

parents as (
    select * from {{ ref('int_report_parents__matched') }}
),

numbered_indicators as (
    select
        indicators.sort_order as indicator_number,
        indicators.kind,
        indicators.scale,
        numerators.sort_order as numerator_number
    from indicators
    inner join series as numerators on indicators.numerator_series = numerators.series_code
),

compared_reports as (
    select
        'change' as kind,
        report_id,
        previous_report_id as compared_report_id
    from pairs

    union all

    select
        'parent' as kind,
        report_id,
        parent_report_id as compared_report_id
    from parents
),

numbered_pairs as (
    select
        compared_reports.kind,
        reports.report_number,
        compared.report_number as compared_report_number
    from compared_reports
    inner join reports on compared_reports.report_id = reports.report_id
    inner join reports as compared on compared_reports.compared_report_id = compared.report_id
),

comparable as (
    select
        figures.report_number,
        numbered_indicators.kind,
        numbered_indicators.indicator_number,
        numbered_indicators.scale,
        figures.value,
        figures.is_prose,
        figures.segment,
        figures.comparability_rank
    from figures
    inner join numbered_indicators
        on figures.series_number = numbered_indicators.numerator_number
),

comparisons as (
    select
        own.report_number,
        own.indicator_number,
        own.scale,
        case when own.kind = 'change' then own.value - compared.value else own.value end
            as numerator,
        compared.value as denominator,
        own.is_prose or compared.is_prose as is_prose,
        own.segment,
        greatest(own.comparability_rank, compared.comparability_rank) as comparability_rank,
        numbered_pairs.compared_report_number
    from comparable as own
    inner join numbered_pairs
        on own.report_number = numbered_pairs.report_number and own.kind = numbered_pairs.kind
    inner join comparable as compared
        on
            numbered_pairs.compared_report_number = compared.report_number
            and own.indicator_number = compared.indicator_number
            and own.segment = compared.segment
)

select
    {{ indicator_columns() }},
    compared_report_number
from comparisons
