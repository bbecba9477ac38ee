-- Grain: report_id, form, rule_code, item_code, applicant_type; sums of the form (勾稽关系) that fail.
-- A blank or dash counts as zero; a sum is not tested where a cell is missing or unreadable, or
-- where no cell holds a number. All cells are gone through twice, whatever the number of sums.
with

cells as (
    select
        report_id,
        form,
        item_code,
        applicant_type,
        value,
        case
            when value is not null then value
            when value_status in ('blank', 'dash') then 0
        end as counted_value
    from {{ ref('stg_changed__facts') }}
),

identity_cells as (
    select * from {{ ref('dim_identity_cell') }}
),

applicants as (
    select count(*) as needed_count from {{ ref('dim_applicant_type') }}
    where applicant_type <> 'all'
),

-- The sums over rows are the same for every kind of applicant.
roles as (
    select
        form,
        rule_code,
        item_code,
        cell_item_code,
        side
    from identity_cells
    where rule_code <> 'applicant_sum'
    group by form, rule_code, item_code, cell_item_code, side
),

role_counts as (
    select
        form,
        rule_code,
        item_code,
        count(*) as needed_count
    from roles
    group by form, rule_code, item_code
),

row_sums as (
    select
        cells.report_id,
        roles.form,
        roles.rule_code,
        roles.item_code,
        cells.applicant_type,
        count(cells.counted_value) as cell_count,
        count(cells.value) as value_count,
        sum(cells.counted_value) filter (where roles.side = 'expected') as expected,
        sum(cells.counted_value) filter (where roles.side = 'actual') as actual
    from cells
    inner join roles on cells.form = roles.form and cells.item_code = roles.cell_item_code
    group by
        cells.report_id,
        roles.form,
        roles.rule_code,
        roles.item_code,
        cells.applicant_type
),

applicant_sums as (
    select
        report_id,
        form,
        'applicant_sum' as rule_code,
        item_code,
        'total' as applicant_type,
        count(counted_value) as cell_count,
        count(value) as value_count,
        sum(counted_value) filter (where applicant_type <> 'total') as expected,
        sum(counted_value) filter (where applicant_type = 'total') as actual
    from cells
    where applicant_type <> 'all'
    group by report_id, form, item_code
)

select
    row_sums.report_id,
    row_sums.form,
    row_sums.rule_code,
    row_sums.item_code,
    row_sums.applicant_type,
    row_sums.expected,
    row_sums.actual
from row_sums
inner join role_counts
    on
        row_sums.form = role_counts.form
        and row_sums.rule_code = role_counts.rule_code
        and coalesce(row_sums.item_code, '') = coalesce(role_counts.item_code, '')
        and row_sums.cell_count = role_counts.needed_count
where row_sums.value_count > 0 and row_sums.expected <> row_sums.actual

union all

select
    applicant_sums.report_id,
    applicant_sums.form,
    applicant_sums.rule_code,
    applicant_sums.item_code,
    applicant_sums.applicant_type,
    applicant_sums.expected,
    applicant_sums.actual
from applicant_sums
inner join applicants on applicant_sums.cell_count = applicants.needed_count
where applicant_sums.value_count > 0 and applicant_sums.expected <> applicant_sums.actual
