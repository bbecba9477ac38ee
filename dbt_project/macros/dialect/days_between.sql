{# A whole number: the days from one date to another. #}
{% macro days_between(first_date, last_date) -%}
    {{ adapter.dispatch('days_between', 'gongkai')(first_date, last_date) }}
{%- endmacro %}

{% macro default__days_between(first_date, last_date) -%}
    ({{ last_date }} - {{ first_date }})
{%- endmacro %}

{% macro spark__days_between(first_date, last_date) -%}
    datediff({{ last_date }}, {{ first_date }})
{%- endmacro %}
