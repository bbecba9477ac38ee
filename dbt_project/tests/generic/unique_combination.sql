{# The columns together name a row: the grain of a model. Rows are grouped by the hash of the
   columns, which is half the work on millions of rows; only where a hash stands twice are the
   columns themselves compared. #}
{% test unique_combination(model, columns) %}
with

hashed as (
    select
        {{ columns | join(', ') }},
        {{ row_hash(columns) }} as key_hash
    from {{ model }}
),

repeated as (
    select key_hash
    from hashed
    group by key_hash
    having count(*) > 1
)

select
    {{ columns | join(', ') }},
    count(*) as row_count
from hashed
where key_hash in (select key_hash from repeated)
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
