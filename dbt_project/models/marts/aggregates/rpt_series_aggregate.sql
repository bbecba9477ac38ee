-- Grain: year, area_code, jurisdiction_level, issuer_kind, scope, series_code, segment.
with

figures as (
    select * from {{ ref('int_series_figures__chosen') }}
),

members as (
    select * from {{ ref('int_report_groups__listed') }}
),

sized_groups as (
    select * from {{ ref('int_report_groups__sized') }}
),

series as (
    select * from {{ ref('series') }}
),

summed as (
    select
        members.group_number,
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
    group by members.group_number, figures.series_number, figures.segment
)

select
    sized_groups.year,
    sized_groups.area_code,
    sized_groups.jurisdiction_level,
    sized_groups.issuer_kind,
    sized_groups.scope,
    series.series_code,
    summed.segment,
    summed.report_count,
    summed.unknown_count,
    summed.prose_count,
    sized_groups.body_count,
    cast(summed.value_sum as decimal(38, 6)) as value_sum,
    summed.mean,
    {{ quantile_of('summed.value_quantiles', 2) }} as median,
    {{ if_enough('summed.report_count', quantile_of('summed.value_quantiles', 1)) }} as p10,
    {{ if_enough('summed.report_count', quantile_of('summed.value_quantiles', 3)) }} as p90
from summed
inner join sized_groups on summed.group_number = sized_groups.group_number
inner join series on summed.series_number = series.sort_order
order by summed.group_number, summed.series_number, summed.segment
