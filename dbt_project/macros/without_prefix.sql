{# A name without a prefix. A null prefix, or one that is the whole name, is left alone. #}
{% macro without_prefix(name, prefix) -%}
    case
        when starts_with({{ name }}, {{ prefix }}) and length({{ name }}) > length({{ prefix }})
            then substr({{ name }}, length({{ prefix }}) + 1)
        else {{ name }}
    end
{%- endmacro %}
