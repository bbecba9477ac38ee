-- Grain: report_id, item_code, applicant_type; the cells that take part in a check across reports:
-- the total of every row, and the rows of requests received, taken over and carried forward by
-- applicant. It serves the checks only and is not published, so that no check reads all facts.
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
    from {{ ref('stg_extraction__facts') }}
    where
        applicant_type in ('total', 'all')
        or item_code in (
            'request.received',
            'request.carried_over',
            'request.carried_forward'
        )
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
)

select
    compared_rows.report_id,
    compared_rows.item_code,
    compared_rows.applicant_type,
    case
        when compared_rows.value is not null then compared_rows.value
        when
            rows_with_numbers.report_id is not null
            and compared_rows.value_status in ('blank', 'dash')
            then 0
    end as counted_value,
    compared_rows.value is null as is_without_number
from compared_rows
left join rows_with_numbers
    on
        compared_rows.report_id = rows_with_numbers.report_id
        and compared_rows.row_name = rows_with_numbers.row_name
        and compared_rows.value is null
