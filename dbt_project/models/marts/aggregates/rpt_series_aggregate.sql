-- Grain: year, area_code, jurisdiction_level, issuer_kind, scope, series_code, segment.
with

summed as (
    select
        printed.group_number,
        sums.*
    from {{ ref('int_group_series__summed') }} as sums
    inner join {{ ref('int_report_groups__printed') }} as printed
        on sums.group_print = printed.group_print
),

sized_groups as (
    select * from {{ ref('int_report_groups__sized') }}
),

series as (
    select * from {{ ref('series') }}
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
