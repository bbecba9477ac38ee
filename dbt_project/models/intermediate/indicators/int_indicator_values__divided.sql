-- Grain: report_number, indicator_number; a row where both series of the indicator stand in the
-- report, or the one series in two reports and one segment: of two years (`change`), or of a body
-- and the government that its figures are a part of (`parent`).
-- The value is null where a part is unknown or the denominator is zero.
with

figures as (
    select * from {{ ref('int_series_figures__chosen') }}
),

indicators as (
    select * from {{ ref('indicators') }}
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
        numerators.sort_order as numerator_number,
        denominators.sort_order as denominator_number
    from indicators
    inner join series as numerators on indicators.numerator_series = numerators.series_code
    inner join series as denominators on indicators.denominator_series = denominators.series_code
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

denominator_numbers as (
    select denominator_number
    from numbered_indicators
    where kind = 'ratio'
    group by denominator_number
),

denominators as (
    select figures.*
    from figures
    inner join denominator_numbers
        on figures.series_number = denominator_numbers.denominator_number
),

ratios as (
    select
        figures.report_number,
        numbered_indicators.indicator_number,
        numbered_indicators.scale,
        figures.value as numerator,
        denominators.value as denominator,
        figures.is_prose or denominators.is_prose as is_prose,
        greatest(figures.segment, denominators.segment) as segment,
        greatest(figures.comparability_rank, denominators.comparability_rank)
            as comparability_rank,
        cast(null as integer) as compared_report_number
    from figures
    inner join numbered_indicators
        on
            figures.series_number = numbered_indicators.numerator_number
            and numbered_indicators.kind = 'ratio'
    inner join denominators
        on
            figures.report_number = denominators.report_number
            and numbered_indicators.denominator_number = denominators.series_number
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
        on
            figures.series_number = numbered_indicators.numerator_number
            and numbered_indicators.kind in ('change', 'parent')
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
),

divided as (
    select * from ratios
    union all
    select * from comparisons
)

select
    report_number,
    indicator_number,
    cast(numerator as decimal(38, 6)) as numerator,
    denominator,
    scale * {{ rate('numerator', 'denominator') }} as value,
    is_prose,
    segment,
    comparability_rank,
    compared_report_number
from divided
