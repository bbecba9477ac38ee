{# The mean of many values, the same in whatever order they are added: a sum of doubles is not. #}
{% macro exact_mean(value) -%}
    cast(avg(cast({{ value }} as decimal(38, 12))) as double)
{%- endmacro %}
