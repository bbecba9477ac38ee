{# A text: the counts within so many deviations of a middle magnitude, for instance "12 to 480". #}
{% macro expected_range(middle, deviation, farthest) -%}
    cast(
        cast(
            greatest(ceil(exp({{ middle }} - {{ farthest }} * {{ deviation }}) - 1), 0) as bigint
        ) as varchar
    )
    || ' to '
    || cast(
        cast(floor(exp({{ middle }} + {{ farthest }} * {{ deviation }}) - 1) as bigint) as varchar
    )
{%- endmacro %}
