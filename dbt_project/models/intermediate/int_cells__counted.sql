-- Grain: report_id, item_code, applicant_type; the cells that take part in a check across years.
-- counted_value is the value to reckon with: a blank or a dash counts as zero where the row holds
-- a number, otherwise the cell is not tested, as is one that cannot be read. It serves the checks
-- only and is not published.
with

facts as (
    select * from {{ ref('stg_extraction__facts') }}
),

stock_rows as (
    select
        report_id,
        item_code,
        applicant_type,
        value,
        value_status,
        split_part(item_code, '.', 1) as row_name
    from facts
    where
        split_part(item_code, '.', 2) in ('issued', 'repealed', 'in_force')
        or split_part(item_code, '.', 2) in ('items_last_year', 'items_change')
),

request_rows as (
    select
        report_id,
        item_code,
        applicant_type,
        value,
        value_status,
        item_code as row_name
    from facts
    where item_code in ('request.carried_over', 'request.carried_forward')
),

row_cells as (
    select * from stock_rows
    union all
    select * from request_rows
),

row_counts as (
    select
        report_id,
        row_name,
        count(value) as value_count
    from row_cells
    group by report_id, row_name
)

select
    row_cells.report_id,
    row_cells.item_code,
    row_cells.applicant_type,
    case
        when row_cells.value is not null then row_cells.value
        when row_counts.value_count > 0 and row_cells.value_status in ('blank', 'dash') then 0
    end as counted_value,
    row_cells.value is null as is_without_number
from row_cells
inner join row_counts
    on
        row_cells.report_id = row_counts.report_id
        and row_cells.row_name = row_counts.row_name
