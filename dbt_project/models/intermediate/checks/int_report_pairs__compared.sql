-- Grain: report_number, previous_report_number, report_table; how many figures of a table are those
-- of the year before, and whether that is more than chance. Two reports are compared once, as long
-- as neither of them changes; what was found of those that are no pair any more stays unasked for.
-- Only what happens anew each year is compared (no stocks), only cells that no sum of the form
-- makes out of others, and only where one of the two is not zero.
-- How likely is it by chance? A count that stays as it was at its likeliest, with nothing but
-- chance at work (Poisson), hits its own average m with a probability of about
-- 1 / sqrt(2 * pi * m); real counts vary more. The logarithms of the equal cells' probabilities are
-- added. A table is repeated where at least 90 % of its cells are equal and these together have a
-- probability below 10^-8: with a tenth of the cells left free that is one false alarm in about
-- a million pairs of reports. Seven equal counts of 100 reach it, or twenty of one digit; a table
-- with a request or two never does.
with

numbers as (
    select * from {{ ref('int_report_numbers__given') }}
),

-- Numbers stand for reports, items and applicants: millions of cells are grouped by them.
pairs as (
    select
        pairs.report_id,
        pairs.previous_report_id,
        later.report_number,
        earlier.report_number as previous_report_number
    from {{ ref('int_report_pairs__matched') }} as pairs
    inner join numbers as later on pairs.report_id = later.report_id
    inner join numbers as earlier on pairs.previous_report_id = earlier.report_id
    {% if is_incremental() %}
        where
            not exists (
                select kept.report_number from {{ this }} as kept
                where
                    kept.report_number = later.report_number
                    and kept.previous_report_number = earlier.report_number
            )
    {% endif %}
),

applicant_types as (
    select
        applicant_type,
        row_number() over (order by applicant_type) as applicant_number
    from {{ ref('applicant_types') }}
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
        items.report_table,
        row_number() over (order by items.item_code) as item_number
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

-- Both reports of each pair under the number of the later one, so that the cells are read once and
-- then only grouped: no engine can think of comparing every report with every other.
sides as (
    select
        report_number,
        report_id,
        true as is_later
    from pairs
    union all
    select
        report_number,
        previous_report_id as report_id,
        false as is_later
    from pairs
),

-- Requests received by applicant; their total is the sum of these.
figures as (
    select
        sides.report_number,
        sides.is_later,
        compared_items.item_number,
        applicant_types.applicant_number,
        cast(cells.counted_value as double) as figure
    from {{ ref('int_cells__counted') }} as cells
    inner join sides on cells.report_id = sides.report_id
    inner join compared_items on cells.item_code = compared_items.item_code
    inner join applicant_types on cells.applicant_type = applicant_types.applicant_type
    where
        cells.counted_value > 0
        and (cells.applicant_type in ('total', 'all')) <> (cells.item_code = 'request.received')
        and (
            cells.item_code <> 'request.carried_forward'
            or cells.applicant_type = 'total'
        )
),

matched as (
    select
        report_number,
        item_number,
        max(case when is_later then figure end) as later_figure,
        max(case when not is_later then figure end) as earlier_figure
    from figures
    group by report_number, item_number, applicant_number
),

-- Exact for the smallest counts, for which the approximation is too small by a tenth.
weighed as (
    select
        matched.report_number,
        compared_items.report_table,
        coalesce(matched.later_figure = matched.earlier_figure, false) as is_equal,
        case
            when matched.later_figure is null or matched.earlier_figure is null then 0
            when matched.later_figure <= 1 then 0.368
            when matched.later_figure <= 2 then 0.271
            else 1 / sqrt(6.283185307179586 * matched.later_figure)
        end as chance
    from matched
    inner join compared_items on matched.item_number = compared_items.item_number
),

compared as (
    select
        report_number,
        report_table,
        count(*) as cell_count,
        count(*) filter (where is_equal) as equal_count,
        sum(chance) as chance_count,
        sum(case when is_equal then -log10(chance) else 0 end) as evidence
    from weighed
    group by report_number, report_table
)

select
    pairs.report_number,
    pairs.previous_report_number,
    compared.report_table,
    compared.cell_count,
    compared.equal_count,
    compared.chance_count,
    compared.evidence >= 8 and compared.equal_count >= 0.9 * compared.cell_count as is_repeated
from compared
inner join pairs on compared.report_number = pairs.report_number
