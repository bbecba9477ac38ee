{# CTEs, the last of which is `followed`: for each division-period where its chain of steps ends,
   with how many steps lie between and whether each of them is one to one.

   `first_steps` has code, valid_from_year, next_code, next_valid_from_year, step_count,
   last_change_year and is_one_to_one; where nothing follows, the period itself is next, in no
   step. Each round doubles the number of steps. A step leads to a period that ends in a later
   year, so that no chain comes back to where it was, and seven rounds reach over 128 years. #}
{% macro follow_to_the_end(first_steps, rounds=7) -%}
    {% for number in range(1, rounds + 1) %}
        {{ 'followed' if loop.last else 'round_' ~ number }} as (
            {{ doubled_steps(first_steps if loop.first else 'round_' ~ (number - 1)) }}
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
