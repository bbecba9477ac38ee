{# The schema is the one that is configured, without the target's schema in front: people
   outside the project write `marts.dim_report`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
