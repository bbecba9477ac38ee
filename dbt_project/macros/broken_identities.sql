{# A query: the places where a sum that the form promises (勾稽关系) does not hold, with the sum of
   the parts (expected) and the printed total (actual). A blank or dash counts as zero; a sum is
   not tested where a cell is missing or unreadable, or where no cell holds a number. #}
{% macro broken_identities(facts, rule) -%}
    {%- if rule == 'outcome_sum' -%}
        {{ broken_totals(facts, 'requests') }}
    {%- elif rule == 'review_sum' -%}
        {{ broken_totals(facts, 'review') }}
    {%- elif rule == 'applicant_sum' -%}
        {{ broken_applicant_totals(facts) }}
    {%- elif rule == 'column_balance' -%}
        {{ broken_column_balances(facts) }}
    {%- else -%}
        {{ exceptions.raise_compiler_error('There is no identity ' ~ rule) }}
    {%- endif -%}
{%- endmacro %}

{% macro counted_cells(facts) -%}
    select
        report_id,
        item_code,
        applicant_type,
        form,
        value,
        case
            when value is not null then value
            when value_status in ('blank', 'dash') then 0
        end as counted_value
    from {{ facts }}
{%- endmacro %}

{# A total item and its parts, which the dictionary names by form. #}
{% macro broken_totals(facts, report_table) -%}
    with

    cells as (
        {{ counted_cells(facts) }}
    ),

    parts as (
        select
            item_code,
            parent_item,
            string_split(forms, ' ') as part_forms
        from {{ ref('dim_item') }}
        where report_table = '{{ report_table }}' and parent_item is not null
    )

    select
        totals.report_id,
        totals.item_code,
        totals.applicant_type,
        sum(part_cells.counted_value) as expected,
        totals.counted_value as actual
    from cells as totals
    inner join parts
        on totals.item_code = parts.parent_item and list_contains(parts.part_forms, totals.form)
    left join cells as part_cells
        on
            totals.report_id = part_cells.report_id
            and totals.applicant_type = part_cells.applicant_type
            and parts.item_code = part_cells.item_code
    group by
        totals.report_id,
        totals.item_code,
        totals.applicant_type,
        totals.value,
        totals.counted_value
    having
        count(*) = count(part_cells.counted_value)
        and (totals.value is not null or count(part_cells.value) > 0)
        and sum(part_cells.counted_value) <> totals.counted_value
{%- endmacro %}

{# 总计 and the six kinds of applicant, for each row of the table of requests. #}
{% macro broken_applicant_totals(facts) -%}
    with

    cells as (
        {{ counted_cells(facts) }}
    ),

    parts as (
        select
            applicant_type,
            parent_type
        from {{ ref('dim_applicant_type') }}
        where parent_type is not null
    )

    select
        totals.report_id,
        totals.item_code,
        totals.applicant_type,
        sum(part_cells.counted_value) as expected,
        totals.counted_value as actual
    from cells as totals
    inner join parts on totals.applicant_type = parts.parent_type
    left join cells as part_cells
        on
            totals.report_id = part_cells.report_id
            and totals.item_code = part_cells.item_code
            and parts.applicant_type = part_cells.applicant_type
    group by
        totals.report_id,
        totals.item_code,
        totals.applicant_type,
        totals.value,
        totals.counted_value
    having
        count(*) = count(part_cells.counted_value)
        and (totals.value is not null or count(part_cells.value) > 0)
        and sum(part_cells.counted_value) <> totals.counted_value
{%- endmacro %}

{# 一 + 二 = （七）总计 + 四, for each column of the table of requests. #}
{% macro broken_column_balances(facts) -%}
    with

    cells as (
        {{ counted_cells(facts) }}
    ),

    sides as (
        select
            report_id,
            applicant_type,
            count(counted_value) as cell_count,
            count(value) as value_count,
            sum(counted_value) filter (
                where item_code in ('request.received', 'request.carried_over')
            ) as expected,
            sum(counted_value) filter (
                where item_code in ('outcome.total', 'request.carried_forward')
            ) as actual
        from cells
        where
            item_code in (
                'request.received',
                'request.carried_over',
                'outcome.total',
                'request.carried_forward'
            )
        group by report_id, applicant_type
    )

    select
        report_id,
        cast(null as varchar) as item_code,
        applicant_type,
        expected,
        actual
    from sides
    where cell_count = 4 and value_count > 0 and expected <> actual
{%- endmacro %}
