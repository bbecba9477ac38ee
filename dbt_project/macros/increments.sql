{# What a report says does not change from one build to the next unless its file or the reader does.
   A model that keeps one row or more of a report, made of what that report alone says and of seeds,
   is incremental: `forget_changed` removes the rows of changed reports before it runs, and it makes
   those rows and no others, from stg_changed__facts or with `only_changed`. A build that begins
   with nothing makes all: all reports have changed then. Whether a build may go on with what the
   last one made is decided where it is started. #}
{% macro forget_changed() -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where report_id in ({{ changed_reports() }})
    {%- endif -%}
{%- endmacro %}

{# The same for models that know reports by their short number. #}
{% macro forget_changed_numbers() -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where report_number in ({{ changed_numbers() }})
    {%- endif -%}
{%- endmacro %}

{# The same for models of what two reports say to one another. #}
{% macro forget_changed_pairs() -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where
            report_number in ({{ changed_numbers() }})
            or previous_report_number in ({{ changed_numbers() }})
    {%- endif -%}
{%- endmacro %}

{% macro only_changed_numbers() -%}
    {%- if is_incremental() -%} and report_number in ({{ changed_numbers() }}) {%- endif -%}
{%- endmacro %}

{% macro changed_reports() -%}
    select report_id from {{ source('changed', 'reports') }}
{%- endmacro %}

{# Named, not referred to: hooks and tests do not depend on a model, those that use this do. #}
{% macro changed_numbers() -%}
    select report_number
    from {{ api.Relation.create(
        database=target.database,
        schema=generate_schema_name('intermediate', none),
        identifier='int_report_numbers__given',
    ) }}
    where report_id in ({{ changed_reports() }})
{%- endmacro %}

{# What is made of a group of reports is kept under a hash of the group: it is made for new hashes,
   and forgotten where no group has the hash any more. #}
{% macro members_of_new_groups() -%}
    select
        listed.report_number,
        printed.group_print
    from {{ ref('int_report_groups__listed') }} as listed
    inner join {{ ref('int_report_groups__printed') }} as printed
        on listed.group_number = printed.group_number
    {%- if is_incremental() %}
    where printed.group_print not in (select kept.group_print from {{ this }} as kept)
    {%- endif %}
{%- endmacro %}

{% macro forget_gone_groups() -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where group_print not in (
            select printed.group_print from {{ ref('int_report_groups__printed') }} as printed
        )
    {%- endif -%}
{%- endmacro %}
