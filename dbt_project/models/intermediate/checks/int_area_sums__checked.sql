-- Grain: report_id, item_code; rules children_sum and part_exceeds_whole.
-- The figures of a whole area are those of its divisions and of the bodies of its own government
-- together. No list says which bodies a government has, so that nobody can know whether all of
-- them are there, and that the parts make up the whole cannot be tested. What is sure: counts are
-- never negative, so the divisions together never exceed the whole. They are added only where
-- every division of the year has a report for its whole area with the item (a number that one
-- leaves out makes the sum smaller, never larger); where some are lacking, one division alone may
-- still not exceed the whole. Bodies of the government itself are not added: those that are led
-- from above (taxes, customs) lie in the area but are not in its report.
-- Divisions are those of GB/T 2260: zones and new areas overlap with them, and a zone that reports
-- under the code of its city is not the city.
with

area_reports as (
    select
        report_id,
        jurisdiction_code,
        issuer_name,
        year
    from {{ ref('int_reports__ranked') }}
    where is_current and is_area_government and scope = 'whole_area'
),

divisions as (
    select
        jurisdiction_code,
        parent_code,
        valid_from_year,
        valid_to_year
    from {{ ref('jurisdictions') }}
    where parent_code is not null and is_gbt2260
),

-- Quantities that add up over bodies. Not among them: items of power (上一年项目数量, 增/减), which
-- are kinds of matters and the same in every county; texts disclosed, which several bodies may
-- disclose; information, channels and responses of the 2014 form, of which one counts once.
added_items as (
    select
        item_code,
        unit
    from {{ ref('items') }}
    where
        report_table in ('requests', 'review')
        or split_part(item_code, '.', 2) in (
            'newly_made',
            'issued',
            'repealed',
            'in_force',
            'decisions',
            'amount',
            'projects'
        )
        or (
            report_table = 'statistics'
            and split_part(item_code, '.', 2) not in ('disclosed', 'channel', 'response')
        )
),

cells as (
    select
        cells.report_id,
        cells.item_code,
        cells.applicant_type,
        added_items.unit,
        case when not cells.is_without_number then cells.counted_value end as figure
    from {{ ref('int_cells__counted') }} as cells
    inner join added_items on cells.item_code = added_items.item_code
    inner join area_reports on cells.report_id = area_reports.report_id
    where cells.applicant_type in ('total', 'all')
),

parts as (
    select
        wholes.report_id,
        divisions.jurisdiction_code,
        area_reports.report_id as part_report_id
    from area_reports as wholes
    inner join divisions
        on
            wholes.jurisdiction_code = divisions.parent_code
            and wholes.year >= divisions.valid_from_year
            and wholes.year <= coalesce(divisions.valid_to_year, 9999)
    left join area_reports
        on
            divisions.jurisdiction_code = area_reports.jurisdiction_code
            and wholes.year = area_reports.year
),

division_counts as (
    select
        report_id,
        count(*) as division_count
    from parts
    group by report_id
    having count(part_report_id) > 0
),

part_sums as (
    select
        parts.report_id,
        cells.item_code,
        cells.unit,
        count(*) as part_count,
        count(cells.figure) as figure_count,
        sum(cells.figure) as part_sum,
        max(cells.figure) as part_max
    from parts
    inner join cells on parts.part_report_id = cells.report_id
    group by parts.report_id, cells.item_code, cells.unit
),

-- Amounts may be rounded to whole 10,000 yuan, each by half of one at most.
compared as (
    select
        part_sums.report_id,
        part_sums.item_code,
        cells.applicant_type,
        division_counts.division_count,
        part_sums.part_count,
        part_sums.figure_count,
        part_sums.part_sum,
        part_sums.part_max,
        cells.figure as whole,
        part_sums.part_count = division_counts.division_count as is_complete,
        case
            when part_sums.unit = '10k_cny' then 0.5 * (part_sums.part_count + 1)
            else 0
        end as sum_tolerance,
        case when part_sums.unit = '10k_cny' then 1 else 0 end as part_tolerance
    from part_sums
    inner join division_counts on part_sums.report_id = division_counts.report_id
    inner join cells
        on part_sums.report_id = cells.report_id and part_sums.item_code = cells.item_code
),

exceeding as (
    select * from compared
    where
        (is_complete and part_sum > whole + sum_tolerance)
        or (not is_complete and part_max > whole + part_tolerance)
),

largest_parts as (
    select
        exceeding.report_id,
        exceeding.item_code,
        min(parts.part_report_id) as part_report_id
    from exceeding
    inner join parts on exceeding.report_id = parts.report_id
    inner join cells
        on
            parts.part_report_id = cells.report_id
            and exceeding.item_code = cells.item_code
            and exceeding.part_max = cells.figure
    group by exceeding.report_id, exceeding.item_code
),

described as (
    select
        exceeding.*,
        largest_parts.part_report_id,
        wholes.year,
        coalesce(area_reports.issuer_name, area_reports.jurisdiction_code) as part_name
    from exceeding
    inner join largest_parts
        on
            exceeding.report_id = largest_parts.report_id
            and exceeding.item_code = largest_parts.item_code
    inner join area_reports as wholes on exceeding.report_id = wholes.report_id
    inner join area_reports on largest_parts.part_report_id = area_reports.report_id
)

select
    report_id,
    'children_sum' as rule_code,
    'warning' as severity,
    item_code,
    applicant_type,
    cast(part_sum as decimal(20, 6)) as expected,
    cast(whole as decimal(20, 6)) as actual,
    'The reports for ' || year || ' of all ' || division_count
    || ' divisions below add up to ' || {{ plain_number('part_sum') }} || ' for ' || item_code
    || ', at least that is expected of the whole area, but its report has '
    || {{ plain_number('whole') }} || '; the largest part, '
    || {{ plain_number('part_max') }} || ', is of ' || part_name
    || case
        when figure_count < part_count
            then '; divisions without a number: ' || (part_count - figure_count)
        else ''
    end
    || '. One of the figures is wrong, or the report covers less than the whole area.' as message,
    part_report_id as compared_report_id
from described
where is_complete

union all

select
    report_id,
    'part_exceeds_whole' as rule_code,
    'warning' as severity,
    item_code,
    applicant_type,
    cast(part_max as decimal(20, 6)) as expected,
    cast(whole as decimal(20, 6)) as actual,
    'The report for ' || year || ' of ' || part_name || ', a division below, has '
    || {{ plain_number('part_max') }} || ' for ' || item_code
    || ', at least that is expected of the whole area, but its report has '
    || {{ plain_number('whole') }}
    || '. One of the figures is wrong, or the report covers less than the whole area.' as message,
    part_report_id as compared_report_id
from described
where not is_complete
