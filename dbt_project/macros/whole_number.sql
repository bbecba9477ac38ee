{# A count as a whole number; null where it has decimals, so that nothing is rounded silently. #}
{% macro whole_number(amount) -%}
    case when {{ amount }} = floor({{ amount }}) then cast({{ amount }} as bigint) end
{%- endmacro %}
