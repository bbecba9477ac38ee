{# A quotient as a double; null where a part is null or the denominator is zero. #}
{% macro rate(numerator, denominator) -%}
    cast({{ numerator }} as double) / nullif({{ denominator }}, 0)
{%- endmacro %}

{# The columns of an indicator of a report, from its numerator, denominator and scale. #}
{% macro indicator_columns() -%}
    report_number,
    indicator_number,
    cast(numerator as decimal(38, 6)) as numerator,
    denominator,
    scale * {{ rate('numerator', 'denominator') }} as value,
    is_prose,
    segment,
    comparability_rank
{%- endmacro %}
