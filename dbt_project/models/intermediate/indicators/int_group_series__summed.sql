-- Grain: group_print, series_number, segment; the figures of a group of like bodies added up.
with

figures as (
    select * from {{ ref('int_series_figures__chosen') }}
),

members as (
    {{ members_of_new_groups() }}
)

select
    members.group_print,
    figures.series_number,
    figures.segment,
    count(figures.value) as report_count,
    count(*) - count(figures.value) as unknown_count,
    count(case when figures.is_prose then figures.value end) as prose_count,
    sum(figures.value) as value_sum,
    {{ exact_mean('figures.value') }} as mean,
    {{ quantiles('figures.value', [0.1, 0.5, 0.9]) }} as value_quantiles
from members
inner join figures on members.report_number = figures.report_number
group by members.group_print, figures.series_number, figures.segment
