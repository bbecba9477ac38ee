{# A row for each part of a text between separators; stands in a select list, once. #}
{% macro split_rows(text, separator) -%}
    {{ adapter.dispatch('split_rows', 'gongkai')(text, separator) }}
{%- endmacro %}

{% macro default__split_rows(text, separator) -%}
    unnest(string_split({{ text }}, '{{ separator }}'))
{%- endmacro %}

{# Spark splits at a regular expression. #}
{% macro spark__split_rows(text, separator) -%}
    explode(split({{ text }}, '\\Q{{ separator }}\\E'))
{%- endmacro %}
