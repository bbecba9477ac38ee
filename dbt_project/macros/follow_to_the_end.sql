{# CTEs, the last of which is `followed`: for each division-period where its chain of steps ends,
   with how many steps lie between and whether each of them is one to one.

   `changes` are those that are followed, `jurisdictions` the periods: CTEs that stand above. Where
   nothing follows, the period itself is next, in no step. Each round doubles the number of steps. A
   step leads to a period that ends in a later year, so that no chain comes back to where it was, and
   seven rounds reach over 128 years. #}
{% macro follow_to_the_end(rounds=7) -%}
    first_steps as (
        select
            jurisdictions.jurisdiction_code as code,
            jurisdictions.valid_from_year,
            coalesce(changes.successor_code, jurisdictions.jurisdiction_code) as next_code,
            coalesce(changes.successor_valid_from_year, jurisdictions.valid_from_year)
                as next_valid_from_year,
            case when changes.successor_code is null then 0 else 1 end as step_count,
            changes.change_year as last_change_year,
            coalesce(changes.is_one_to_one, true) as is_one_to_one
        from jurisdictions
        left join changes
            on
                jurisdictions.jurisdiction_code = changes.predecessor_code
                and jurisdictions.valid_from_year = changes.predecessor_valid_from_year
    ),

    {% for number in range(1, rounds + 1) %}
        {{ 'followed' if loop.last else 'round_' ~ number }} as (
            {{ doubled_steps('first_steps' if loop.first else 'round_' ~ (number - 1)) }}
        ){% if not loop.last %},{% endif %}
    {% endfor %}
{%- endmacro %}

{% macro doubled_steps(steps) -%}
    select
        near.code,
        near.valid_from_year,
        far.next_code,
        far.next_valid_from_year,
        min(near.step_count + far.step_count) as step_count,
        max(coalesce(far.last_change_year, near.last_change_year)) as last_change_year,
        min(case when near.is_one_to_one and far.is_one_to_one then 1 else 0 end) = 1
            as is_one_to_one
    from {{ steps }} as near
    inner join {{ steps }} as far
        on
            near.next_code = far.code
            and near.next_valid_from_year = far.valid_from_year
    group by
        near.code,
        near.valid_from_year,
        far.next_code,
        far.next_valid_from_year
{%- endmacro %}
