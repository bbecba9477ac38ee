{# A name without the first of several endings that it has and is not the whole of. #}
{% macro without_suffix(name, suffixes) -%}
    case
        {% for suffix in suffixes %}
            when {{ name }} like '_%{{ suffix }}'
                then substr({{ name }}, 1, length({{ name }}) - {{ suffix | length }})
        {% endfor %}
        else {{ name }}
    end
{%- endmacro %}
