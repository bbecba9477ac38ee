{# The tails of a distribution of fewer than five values are its single values: null. #}
{% macro if_enough(row_count, quantile) -%}
    case when {{ row_count }} >= 5 then {{ quantile }} end
{%- endmacro %}
