{# How much one case more or less moves a rate: a class of its denominator, not a judgement. #}
{% macro stability(denominator) -%}
    case
        when {{ denominator }} >= 100 then 'high'
        when {{ denominator }} >= 30 then 'medium'
        when {{ denominator }} >= 0 then 'low'
    end
{%- endmacro %}
