{# A 64-bit hash of several columns, the same for the same values within one run. #}
{% macro row_hash(columns) -%}
    {{ return(adapter.dispatch('row_hash', 'gongkai')(columns)) }}
{%- endmacro %}

{% macro duckdb__row_hash(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__row_hash(columns) -%}
    xxhash64({{ columns | join(', ') }})
{%- endmacro %}
