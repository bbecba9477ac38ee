-- Grain: report_id, report_table; rule repeated_figures.
-- A table that repeats the figures of the year before: the old table was copied into the new
-- report, or last year's was read. Only what happens anew each year is compared (no stocks), only
-- cells that no sum of the form makes out of others, and only where one of the two is not zero.
-- How likely is it by chance? A count that stays as it was at its likeliest, with nothing but
-- chance at work (Poisson), hits its own average m with a probability of about
-- 1 / sqrt(2 * pi * m); real counts vary more. The logarithms of the equal cells' probabilities are
-- added. A table is reported where at least 90 % of its cells are equal and these together have a
-- probability below 10^-8: with a tenth of the cells left free that is one false alarm in about
-- a million pairs of reports. Seven equal counts of 100 reach it, or twenty of one digit; a table
-- with a request or two never does.
with

pairs as (
    select * from {{ ref('int_report_pairs__matched') }}
),

items as (
    select * from {{ ref('items') }}
),

wholes as (
    select parent_item as item_code from items
    where parent_item is not null
    group by parent_item
),

-- Figures of the 2014 form on offices, places, staff and budget change from year to year as little
-- as stocks do.
compared_items as (
    select
        items.item_code,
        items.report_table
    from items
    left join wholes on items.item_code = wholes.item_code
    where
        wholes.item_code is null
        and items.item_code <> 'request.carried_over'
        and split_part(items.item_code, '.', 2) not in (
            'in_force',
            'disclosed_total',
            'items_last_year',
            'items_change',
            'offices',
            'reading_places',
            'staff',
            'budget'
        )
),

-- Requests received by applicant; their total is the sum of these.
cells as (
    select
        cells.report_id,
        compared_items.report_table,
        cells.item_code,
        cells.applicant_type,
        cells.counted_value as figure
    from {{ ref('int_cells__counted') }} as cells
    inner join compared_items on cells.item_code = compared_items.item_code
    where
        cells.counted_value > 0
        and (cells.applicant_type in ('total', 'all')) <> (cells.item_code = 'request.received')
        and (
            cells.item_code <> 'request.carried_forward'
            or cells.applicant_type = 'total'
        )
),

table_counts as (
    select
        report_id,
        report_table,
        count(*) as cell_count
    from cells
    group by report_id, report_table
),

-- Exact for the smallest counts, for which the approximation is too small by a tenth.
shared as (
    select
        pairs.report_id,
        pairs.previous_report_id,
        cells.report_table,
        cells.figure = cells_before.figure as is_equal,
        case
            when cells.figure <= 1 then 0.368
            when cells.figure <= 2 then 0.271
            else 1 / sqrt(6.283185307179586 * cast(cells.figure as double))
        end as chance
    from pairs
    inner join cells on pairs.report_id = cells.report_id
    inner join cells as cells_before
        on
            pairs.previous_report_id = cells_before.report_id
            and cells.item_code = cells_before.item_code
            and cells.applicant_type = cells_before.applicant_type
),

compared as (
    select
        report_id,
        previous_report_id,
        report_table,
        count(*) as shared_count,
        count(*) filter (where is_equal) as equal_count,
        sum(chance) as chance_count,
        sum(case when is_equal then -log10(chance) else 0 end) as evidence
    from shared
    group by report_id, previous_report_id, report_table
),

weighed as (
    select
        compared.*,
        table_counts.cell_count + table_counts_before.cell_count - compared.shared_count
            as cell_count
    from compared
    inner join table_counts
        on
            compared.report_id = table_counts.report_id
            and compared.report_table = table_counts.report_table
    inner join table_counts as table_counts_before
        on
            compared.previous_report_id = table_counts_before.report_id
            and compared.report_table = table_counts_before.report_table
)

select
    weighed.report_id,
    weighed.report_table,
    'repeated_figures' as rule_code,
    'warning' as severity,
    cast(null as varchar) as item_code,
    cast(null as varchar) as applicant_type,
    cast(round(weighed.chance_count, 0) as decimal(20, 6)) as expected,
    cast(weighed.equal_count as decimal(20, 6)) as actual,
    'The table ' || weighed.report_table || ' of the report for ' || pairs.year || ' repeats '
    || weighed.equal_count || ' of ' || weighed.cell_count
    || ' independent figures of the report for ' || pairs.previous_year || '; chance would give '
    || cast(cast(round(weighed.chance_count, 0) as integer) as varchar)
    || ' at most. Last year''s table was copied, or the wrong one was read.' as message,
    weighed.previous_report_id as compared_report_id
from weighed
inner join pairs on weighed.report_id = pairs.report_id
where
    weighed.evidence >= 8
    and weighed.equal_count >= 0.9 * weighed.cell_count
