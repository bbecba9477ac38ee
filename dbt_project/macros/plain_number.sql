{# A decimal as a person writes it: 12.000000 is 12, 12.500000 is 12.5. #}
{% macro plain_number(amount) -%}
    rtrim(rtrim(cast(cast({{ amount }} as decimal(20, 6)) as varchar), '0'), '.')
{%- endmacro %}
