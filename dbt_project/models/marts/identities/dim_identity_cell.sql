-- Grain: form, identity_code, cell_item_code, cell_applicant_type.
-- The sums that the forms promise (勾稽关系), a row for each cell that takes part in one.
with

items as (
    select * from {{ ref('dim_item') }}
),

forms as (
    select * from {{ ref('forms') }}
),

applicants as (
    select * from {{ ref('dim_applicant_type') }}
),

form_items as (
    select
        forms.form,
        items.item_code,
        items.parent_item,
        items.report_table,
        items.by_applicant
    from items
    inner join forms on ' ' || items.forms || ' ' like '% ' || forms.form || ' %'
),

parts as (
    select
        form,
        parent_item as item_code,
        item_code as cell_item_code,
        report_table,
        by_applicant,
        'expected' as side
    from form_items
    where parent_item is not null
),

totals as (
    select
        form,
        item_code,
        item_code as cell_item_code,
        report_table,
        by_applicant,
        'actual' as side
    from parts
    group by form, item_code, report_table, by_applicant
),

item_sums as (
    select
        sums.form,
        case sums.report_table
            when 'requests' then 'outcome_sum'
            when 'review' then 'review_sum'
            else 'statistics_sum'
        end as rule_code,
        sums.item_code,
        applicants.applicant_type,
        sums.cell_item_code,
        applicants.applicant_type as cell_applicant_type,
        sums.side
    from (
        select * from parts
        union all
        select * from totals
    ) as sums
    inner join applicants on sums.by_applicant = (applicants.applicant_type <> 'all')
),

applicant_sums as (
    select
        form_items.form,
        'applicant_sum' as rule_code,
        form_items.item_code,
        'total' as applicant_type,
        form_items.item_code as cell_item_code,
        applicants.applicant_type as cell_applicant_type,
        case when applicants.parent_type is null then 'actual' else 'expected' end as side
    from form_items
    inner join applicants on form_items.by_applicant = (applicants.applicant_type <> 'all')
    where form_items.by_applicant
),

-- 一 + 二 = （七） + 四
column_balances as (
    select
        form_items.form,
        'column_balance' as rule_code,
        cast(null as varchar) as item_code,
        applicants.applicant_type,
        form_items.item_code as cell_item_code,
        applicants.applicant_type as cell_applicant_type,
        case
            when form_items.item_code in ('request.received', 'request.carried_over')
                then 'expected'
            else 'actual'
        end as side
    from form_items
    inner join applicants on form_items.by_applicant = (applicants.applicant_type <> 'all')
    where
        form_items.item_code in (
            'request.received',
            'request.carried_over',
            'outcome.total',
            'request.carried_forward'
        )
),

identities as (
    select * from item_sums
    union all
    select * from applicant_sums
    union all
    select * from column_balances
)

select
    form,
    rule_code || coalesce('/' || item_code, '') || '/' || applicant_type as identity_code,
    rule_code,
    item_code,
    applicant_type,
    cell_item_code,
    cell_applicant_type,
    side
from identities
order by
    form,
    identity_code,
    side,
    cell_item_code,
    cell_applicant_type
