{# What the deviation from a middle, or from a smaller one, is at the least. #}
{% macro least_deviation(middle) -%}
    sqrt(power(0.4, 2) + exp(-{{ middle }}))
{%- endmacro %}

{# An aggregate: how far magnitudes (natural logarithm of a count plus one) lie from their median,
   as a standard deviation. From the median absolute deviation (times 1.4826 for the normal law), at
   least 0.4; and what chance alone does to a count (Poisson) is added: one over the square root of
   the count plus one. #}
{% macro robust_deviation(magnitude, middle) -%}
    greatest(
        sqrt(power(1.4826 * median(abs({{ magnitude }} - {{ middle }})), 2) + exp(-{{ middle }})),
        {{ least_deviation(middle) }}
    )
{%- endmacro %}
