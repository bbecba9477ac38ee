-- Grain: report_id, item_code, applicant_type; the cells that take part in a check across reports:
-- the total of every row, and by applicant the requests taken over, carried forward and, where
-- there are any, received. It serves the checks only and is not published, so that no check reads
-- all facts.
-- counted_value is the value to reckon with. In rows that are compared across years a blank or a
-- dash counts as zero where the row holds a number; elsewhere it stays unknown, as does a cell
-- that cannot be read.
with

facts as (
    select
        report_id,
        item_code,
        applicant_type,
        value,
        value_status
    from {{ ref('stg_changed__facts') }}
    where
        applicant_type in ('total', 'all')
        or item_code in ('request.carried_over', 'request.carried_forward')
        or (item_code = 'request.received' and value <> 0)
),

compared_rows as (
    select
        report_id,
        item_code,
        applicant_type,
        value,
        value_status,
        case
            when item_code in ('request.carried_over', 'request.carried_forward') then item_code
            when
                split_part(item_code, '.', 2) in (
                    'issued',
                    'repealed',
                    'in_force',
                    'items_last_year',
                    'items_change'
                )
                then split_part(item_code, '.', 1)
        end as row_name
    from facts
),

rows_with_numbers as (
    select
        report_id,
        row_name
    from compared_rows
    where row_name is not null and value is not null
    group by report_id, row_name
),

-- The row to look up: of a cell without a number only, so that the join below is on equal keys.
looked_up as (
    select
        *,
        case when value is null and value_status in ('blank', 'dash') then row_name end
            as row_to_look_up
    from compared_rows
)

select
    looked_up.report_id,
    looked_up.item_code,
    looked_up.applicant_type,
    case
        when looked_up.value is not null then looked_up.value
        when rows_with_numbers.report_id is not null then 0
    end as counted_value,
    looked_up.value is null as is_without_number
from looked_up
left join rows_with_numbers
    on
        looked_up.report_id = rows_with_numbers.report_id
        and looked_up.row_to_look_up = rows_with_numbers.row_name
