-- Grain: report_number, indicator_number; a row where both series of the indicator stand in the
-- report (for a change: in the reports of both years, in one segment).
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

numbered_pairs as (
    select
        later.report_number,
        earlier.report_number as previous_report_number
    from pairs
    inner join reports as later on pairs.report_id = later.report_id
    inner join reports as earlier on pairs.previous_report_id = earlier.report_id
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
            as comparability_rank
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

changing as (
    select
        figures.report_number,
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
            and numbered_indicators.kind = 'change'
),

changes as (
    select
        later.report_number,
        later.indicator_number,
        later.scale,
        later.value - earlier.value as numerator,
        earlier.value as denominator,
        later.is_prose or earlier.is_prose as is_prose,
        later.segment,
        greatest(later.comparability_rank, earlier.comparability_rank) as comparability_rank
    from changing as later
    inner join numbered_pairs on later.report_number = numbered_pairs.report_number
    inner join changing as earlier
        on
            numbered_pairs.previous_report_number = earlier.report_number
            and later.indicator_number = earlier.indicator_number
            and later.segment = earlier.segment
),

divided as (
    select * from ratios
    union all
    select * from changes
)

select
    report_number,
    indicator_number,
    cast(numerator as decimal(38, 6)) as numerator,
    denominator,
    scale * {{ rate('numerator', 'denominator') }} as value,
    is_prose,
    segment,
    comparability_rank
from divided
order by report_number, indicator_number
