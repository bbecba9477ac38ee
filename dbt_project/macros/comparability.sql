{# How near a figure is to what the newest form counts, from the rank that the crosswalk reckons
   with: the worst of several is the greatest. #}
{% macro comparability(rank) -%}
    case {{ rank }} when 1 then 'exact' when 2 then 'close' else 'broken' end
{%- endmacro %}

{% macro figure_source(is_prose) -%}
    case when {{ is_prose }} then 'prose' else 'table' end
{%- endmacro %}
