{# Quantiles of one column in one pass, interpolated between neighbours (type 7 of Hyndman and Fan):
   an array, from which quantile_of takes one. #}
{% macro quantiles(amount, fractions) -%}
    {{ adapter.dispatch('quantiles', 'gongkai')(amount, fractions) }}
{%- endmacro %}

{% macro default__quantiles(amount, fractions) -%}
    quantile_cont(cast({{ amount }} as double), [{{ fractions | join(', ') }}])
{%- endmacro %}

{% macro spark__quantiles(amount, fractions) -%}
    percentile(cast({{ amount }} as double), array({{ fractions | join(', ') }}))
{%- endmacro %}

{# The quantile at a place of the array, counted from 1. #}
{% macro quantile_of(quantiles, place) -%}
    {{ adapter.dispatch('quantile_of', 'gongkai')(quantiles, place) }}
{%- endmacro %}

{% macro default__quantile_of(quantiles, place) -%}
    {{ quantiles }}[{{ place }}]
{%- endmacro %}

{% macro spark__quantile_of(quantiles, place) -%}
    {{ quantiles }}[{{ place - 1 }}]
{%- endmacro %}
