{# What a report says does not change from one build to the next unless its file or the reader does.
   A model that keeps one row or more of a report, made of what that report alone says and of seeds,
   is incremental: `forget_changed` removes the rows of changed reports before it runs, and
   `only_changed` lets it make those rows and no others. A build that begins with nothing makes all.
   Whether a build may go on with what the last one made is decided where it is started. #}
{% macro only_changed(alias='') -%}
    {%- if is_incremental() -%}
        and {{ alias ~ '.' if alias }}report_id in ({{ changed_reports() }})
    {%- endif -%}
{%- endmacro %}

{% macro only_changed_numbers() -%}
    {%- if is_incremental() -%} and report_number in ({{ changed_numbers() }}) {%- endif -%}
{%- endmacro %}

{% macro forget_changed() -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where report_id in ({{ changed_reports() }})
    {%- endif -%}
{%- endmacro %}

{% macro forget_changed_numbers() -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where report_number in ({{ changed_numbers() }})
    {%- endif -%}
{%- endmacro %}

{% macro changed_reports() -%}
    select report_id from {{ source('ingest', 'changed_reports') }}
{%- endmacro %}

{% macro changed_numbers() -%}
    select {{ report_number('report_id') }} from {{ source('ingest', 'changed_reports') }}
{%- endmacro %}

{# A number for a report to group, join and sort many rows by; it stays the same from build to
   build. That no two reports have the same is tested. #}
{% macro report_number(report_id) -%}
    {{ row_hash([report_id]) }}
{%- endmacro %}
