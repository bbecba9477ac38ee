{# An aggregate: the words of a group in an order, separated by single spaces. #}
{% macro joined_words(word, sort_key) -%}
    {{ adapter.dispatch('joined_words', 'gongkai')(word, sort_key) }}
{%- endmacro %}

{% macro default__joined_words(word, sort_key) -%}
    string_agg({{ word }}, ' ' order by {{ sort_key }})
{%- endmacro %}

{% macro spark__joined_words(word, sort_key) -%}
    array_join(
        transform(array_sort(collect_list(struct({{ sort_key }}, {{ word }}))), x -> x.{{ word }}),
        ' '
    )
{%- endmacro %}
