-- Grain: year, area_code, jurisdiction_level, issuer_kind, scope, indicator_code, segment.
-- Shares of the parent are left out: bodies of one parent have its figure in common, so that a sum
-- of denominators would hold it many times.
with

divided as (
    select * from {{ ref('int_indicator_values__divided') }}
),

members as (
    select * from {{ ref('int_report_groups__listed') }}
),

sized_groups as (
    select * from {{ ref('int_report_groups__sized') }}
),

indicators as (
    select * from {{ ref('indicators') }}
),

summed as (
    select
        members.group_number,
        divided.indicator_number,
        divided.segment,
        count(divided.value) as report_count,
        count(case when divided.denominator >= indicators.min_denominator then divided.value end)
            as rankable_count,
        count(case when divided.is_prose then divided.value end) as prose_count,
        sum(case when divided.value is not null then divided.numerator end) as numerator_sum,
        sum(case when divided.value is not null then divided.denominator end)
            as denominator_sum,
        {{ exact_mean('divided.value') }} as mean,
        {{ quantiles('divided.value', [0.1, 0.5, 0.9]) }} as value_quantiles
    from members
    inner join divided on members.report_number = divided.report_number
    inner join indicators on divided.indicator_number = indicators.sort_order
    where indicators.kind <> 'parent'
    group by members.group_number, divided.indicator_number, divided.segment
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
