-- Grain: group_print, indicator_number, segment; the rates of a group of like bodies summed up.
-- Shares of the parent are left out: bodies of one parent have its figure in common, so that a sum
-- of denominators would hold it many times.
with

divided as (
    select * from {{ ref('int_indicator_values__divided') }}
),

members as (
    {{ members_of_new_groups() }}
),

indicators as (
    select * from {{ ref('indicators') }}
    where kind <> 'parent'
)

select
    members.group_print,
    divided.indicator_number,
    divided.segment,
    count(divided.value) as report_count,
    count(case when divided.denominator >= indicators.min_denominator then divided.value end)
        as rankable_count,
    count(case when divided.is_prose then divided.value end) as prose_count,
    sum(case when divided.value is not null then divided.numerator end) as numerator_sum,
    sum(case when divided.value is not null then divided.denominator end) as denominator_sum,
    {{ exact_mean('divided.value') }} as mean,
    {{ quantiles('divided.value', [0.1, 0.5, 0.9]) }} as value_quantiles
from members
inner join divided on members.report_number = divided.report_number
inner join indicators on divided.indicator_number = indicators.sort_order
group by members.group_print, divided.indicator_number, divided.segment
