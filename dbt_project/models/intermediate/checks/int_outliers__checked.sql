-- Grain: report_id, item_code; rule outlier.
-- A figure far from what its peers report or from what its issuer reports in other years. What it
-- is for: yuan read as 10,000 yuan, digits joined or lost, another row read. Magnitudes are
-- compared (logarithm of the figure plus one), by median and median absolute deviation, which a few
-- wrong figures do not move.
-- Peers: current reports of the same year, kind of issuer, level of the division and scope, and of
-- like size. Size is the number of digits of the requests received (for these themselves, kind,
-- level and scope are all that is known of it). At least 30 reports: fewer show no spread.
-- Own history: all years of the issuer in the same scope, at least 4 of them.
-- A figure is reported beyond 5 deviations. The deviation is at least 0.4 (half as much again or a
-- third less is nothing), and never below what chance alone does to a count of that size
-- (Poisson). Spoken for by both, it is a warning, by one of them worth knowing.
{% set fewest_peers = 30 %}
{% set fewest_years = 4 %}
{% set farthest = 5 %}
with

-- Leaves of a total are left to the total; a change is no magnitude. Numbers stand for items:
-- millions of cells are grouped by them.
measured_items as (
    select
        item_code,
        row_number() over (order by item_code) as item_number,
        item_code in ('request.received', 'stat.request') as is_size
    from {{ ref('items') }}
    where parent_item is null and split_part(item_code, '.', 2) <> 'items_change'
),

reports as (
    select
        report_id,
        issuer_id,
        year,
        issuer_kind,
        jurisdiction_level,
        scope,
        dense_rank() over (
            order by year, issuer_kind, jurisdiction_level, scope
        ) as kind_number,
        dense_rank() over (order by issuer_id, scope) as history_number
    from {{ ref('int_reports__ranked') }}
    where
        is_current
        and issuer_kind is not null
        and jurisdiction_level is not null
        and scope is not null
),

cells as (
    select
        cells.report_id,
        cells.applicant_type,
        cells.counted_value as figure,
        measured_items.item_number,
        measured_items.is_size,
        reports.year,
        reports.kind_number,
        reports.history_number
    from {{ ref('int_cells__counted') }} as cells
    inner join measured_items on cells.item_code = measured_items.item_code
    inner join reports on cells.report_id = reports.report_id
    where
        cells.applicant_type in ('total', 'all')
        and not cells.is_without_number
        and cells.counted_value >= 0
),

sizes as (
    select
        report_id,
        max(length(cast(cast(floor(figure) as bigint) as varchar))) as digit_count
    from cells
    where is_size
    group by report_id
),

figures as (
    select
        cells.report_id,
        cells.item_number,
        cells.applicant_type,
        cells.figure,
        ln(1 + cast(cells.figure as double)) as magnitude,
        cells.kind_number,
        cells.history_number,
        case when cells.is_size then -1 else coalesce(sizes.digit_count, 0) end as size_class
    from cells
    left join sizes on cells.report_id = sizes.report_id
),

peer_medians as (
    select
        item_number,
        kind_number,
        size_class,
        count(*) as figure_count,
        median(magnitude) as middle
    from figures
    group by item_number, kind_number, size_class
    having count(*) >= {{ fewest_peers }}
),

peer_spreads as (
    select
        figures.item_number,
        figures.kind_number,
        figures.size_class,
        peer_medians.figure_count,
        peer_medians.middle,
        {{ robust_deviation('figures.magnitude', 'peer_medians.middle') }} as deviation
    from figures
    inner join peer_medians
        on
            figures.item_number = peer_medians.item_number
            and figures.kind_number = peer_medians.kind_number
            and figures.size_class = peer_medians.size_class
    group by
        figures.item_number,
        figures.kind_number,
        figures.size_class,
        peer_medians.figure_count,
        peer_medians.middle
),

-- No figure of a history lies farther from its middle than its greatest from its least: where these
-- lie near one another, the median is not asked for, which costs most of this model.
wide_histories as (
    select
        item_number,
        history_number
    from figures
    group by item_number, history_number
    having
        count(*) >= {{ fewest_years }}
        and max(magnitude) - min(magnitude)
        > {{ farthest }} * {{ least_deviation('max(magnitude)') }}
),

history_medians as (
    select
        figures.item_number,
        figures.history_number,
        count(*) as figure_count,
        median(figures.magnitude) as middle
    from figures
    inner join wide_histories
        on
            figures.item_number = wide_histories.item_number
            and figures.history_number = wide_histories.history_number
    group by figures.item_number, figures.history_number
),

history_spreads as (
    select
        figures.item_number,
        figures.history_number,
        history_medians.figure_count,
        history_medians.middle,
        {{ robust_deviation('figures.magnitude', 'history_medians.middle') }} as deviation
    from figures
    inner join history_medians
        on
            figures.item_number = history_medians.item_number
            and figures.history_number = history_medians.history_number
    group by
        figures.item_number,
        figures.history_number,
        history_medians.figure_count,
        history_medians.middle
),

judged as (
    select
        figures.report_id,
        figures.item_number,
        figures.applicant_type,
        figures.figure,
        peers.figure_count as peer_count,
        peers.middle as peer_middle,
        peers.deviation as peer_deviation,
        history.figure_count as year_count,
        history.middle as history_middle,
        history.deviation as history_deviation,
        coalesce(
            abs(figures.magnitude - peers.middle) > {{ farthest }} * peers.deviation, false
        ) as is_far_from_peers,
        coalesce(
            abs(figures.magnitude - history.middle) > {{ farthest }} * history.deviation, false
        ) as is_far_from_history
    from figures
    left join peer_spreads as peers
        on
            figures.item_number = peers.item_number
            and figures.kind_number = peers.kind_number
            and figures.size_class = peers.size_class
    left join history_spreads as history
        on
            figures.item_number = history.item_number
            and figures.history_number = history.history_number
),

outliers as (
    select
        judged.*,
        measured_items.item_code,
        reports.history_number,
        reports.year,
        reports.issuer_kind,
        reports.jurisdiction_level,
        reports.scope
    from judged
    inner join reports on judged.report_id = reports.report_id
    inner join measured_items on judged.item_number = measured_items.item_number
    where judged.is_far_from_peers or judged.is_far_from_history
),

-- The nearest other year of the issuer that has the item, for whoever wants to compare.
neighbours as (
    select
        outliers.report_id,
        outliers.item_number,
        cells.report_id as neighbour_report_id,
        row_number() over (
            partition by outliers.report_id, outliers.item_number
            order by abs(cells.year - outliers.year) asc, cells.year asc
        ) as distance_rank
    from outliers
    inner join cells
        on
            outliers.history_number = cells.history_number
            and outliers.item_number = cells.item_number
    where outliers.is_far_from_history and outliers.report_id <> cells.report_id
)

select
    outliers.report_id,
    'outlier' as rule_code,
    case
        when outliers.is_far_from_peers and outliers.is_far_from_history then 'warning'
        else 'info'
    end as severity,
    outliers.item_code,
    outliers.applicant_type,
    cast(
        round(
            exp(
                case
                    when outliers.is_far_from_history then outliers.history_middle
                    else outliers.peer_middle
                end
            ) - 1,
            2
        ) as decimal(20, 6)
    ) as expected,
    cast(outliers.figure as decimal(20, 6)) as actual,
    'The report for ' || outliers.year || ' has ' || {{ plain_number('outliers.figure') }}
    || ' for ' || outliers.item_code || '; expected is '
    || case
        when outliers.is_far_from_history
            then
                {{ expected_range('history_middle', 'history_deviation', farthest) }}
                || ' after the ' || outliers.year_count || ' years of its issuer'
        else ''
    end
    || case
        when outliers.is_far_from_history and outliers.is_far_from_peers then ', and '
        else ''
    end
    || case
        when outliers.is_far_from_peers
            then
                {{ expected_range('peer_middle', 'peer_deviation', farthest) }}
                || ' after ' || outliers.peer_count || ' reports of like issuers for that year ('
                || outliers.issuer_kind || ', ' || outliers.jurisdiction_level || ', '
                || outliers.scope || ')'
        else ''
    end
    || '. Compare it with the source, and its unit.' as message,
    neighbours.neighbour_report_id as compared_report_id
from outliers
left join neighbours
    on
        outliers.report_id = neighbours.report_id
        and outliers.item_number = neighbours.item_number
        and neighbours.distance_rank = 1
