-- Grain: year, area_code, jurisdiction_level, issuer_kind, scope, indicator_code, segment.
-- Shares of the parent are left out, see int_group_indicators__summed.
with

summed as (
    select
        printed.group_number,
        sums.*
    from {{ ref('int_group_indicators__summed') }} as sums
    inner join {{ ref('int_report_groups__printed') }} as printed
        on sums.group_print = printed.group_print
),

sized_groups as (
    select * from {{ ref('int_report_groups__sized') }}
),

indicators as (
    select * from {{ ref('indicators') }}
)

select
    sized_groups.year,
    sized_groups.area_code,
    sized_groups.jurisdiction_level,
    sized_groups.issuer_kind,
    sized_groups.scope,
    indicators.indicator_code,
    summed.segment,
    summed.report_count,
    summed.rankable_count,
    summed.prose_count,
    sized_groups.body_count,
    cast(summed.numerator_sum as decimal(38, 6)) as numerator_sum,
    cast(summed.denominator_sum as decimal(38, 6)) as denominator_sum,
    indicators.scale * {{ rate('summed.numerator_sum', 'summed.denominator_sum') }}
        as weighted_mean,
    summed.mean,
    {{ quantile_of('summed.value_quantiles', 2) }} as median,
    {{ if_enough('summed.report_count', quantile_of('summed.value_quantiles', 1)) }} as p10,
    {{ if_enough('summed.report_count', quantile_of('summed.value_quantiles', 3)) }} as p90
from summed
inner join sized_groups on summed.group_number = sized_groups.group_number
inner join indicators on summed.indicator_number = indicators.sort_order
where summed.report_count > 0
order by summed.group_number, summed.indicator_number, summed.segment
