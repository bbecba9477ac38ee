-- Grain: report_number, indicator_number; a row where both series of a ratio stand in the report.
-- The value is null where a part is unknown or the denominator is zero.
with

figures as (
    select * from {{ ref('int_series_figures__chosen') }}
    where true {{ only_changed_numbers() }}
),

indicators as (
    select * from {{ ref('indicators') }}
    where kind = 'ratio'
),

series as (
    select * from {{ ref('series') }}
),

numbered_indicators as (
    select
        indicators.sort_order as indicator_number,
        indicators.scale,
        numerators.sort_order as numerator_number,
        denominators.sort_order as denominator_number
    from indicators
    inner join series as numerators on indicators.numerator_series = numerators.series_code
    inner join series as denominators on indicators.denominator_series = denominators.series_code
),

denominator_numbers as (
    select denominator_number
    from numbered_indicators
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
        on figures.series_number = numbered_indicators.numerator_number
    inner join denominators
        on
            figures.report_number = denominators.report_number
            and numbered_indicators.denominator_number = denominators.series_number
)

select
    {{ indicator_columns() }}
from ratios
