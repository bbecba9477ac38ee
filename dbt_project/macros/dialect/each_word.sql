{# In a select list: the words of a text that is separated by single spaces, a row for each. #}
{% macro each_word(text) -%}
    {{ adapter.dispatch('each_word', 'gongkai')(text) }}
{%- endmacro %}

{% macro default__each_word(text) -%}
    unnest(string_split({{ text }}, ' '))
{%- endmacro %}

{% macro spark__each_word(text) -%}
    explode(split({{ text }}, ' '))
{%- endmacro %}
