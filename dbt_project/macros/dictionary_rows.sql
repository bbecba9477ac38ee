{# What the project itself says of its published tables, as rows: descriptions in English and
   Chinese (parted by `中文：`), grain, warnings. One row a table, one a column. #}
{% macro dictionary_rows() -%}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | sort(attribute='name') -%}
            {%- if node.resource_type == 'model' and node.config.get('schema') == 'marts' -%}
                {%- do rows.append(
                    dictionary_row(node.name, none, 0, none, node, node.config.meta)
                ) -%}
                {%- for column in node.columns.values() -%}
                    {%- do rows.append(dictionary_row(
                        node.name, column.name, loop.index, column.data_type, column,
                        column.get('config', {}).get('meta', {})
                    )) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if rows -%}
        {{ rows | join('\n    union all\n    ') }}
    {%- else -%}
        {{ dictionary_row('', none, 0, none, {'description': ''}, {}) }}
    {%- endif -%}
{%- endmacro %}

{% macro dictionary_row(table_name, column_name, column_index, data_type, described, meta) -%}
    {%- set parts = (described.description | string).split('中文：') -%}
    {%- set warnings = meta.get('warnings', []) -%}
    select
        {{ text_literal(table_name) }} as table_name,
        {{ text_literal(column_name) }} as column_name,
        {{ column_index }} as column_index,
        {{ text_literal(data_type) }} as data_type,
        {{ text_literal(meta.get('grain', []) | join(', ')) }} as grain,
        {{ text_literal(meta.get('row_order', []) | join(', ')) }} as row_order,
        {{ is_required(described) }} as is_required,
        {{ text_literal(parts[0]) }} as description_en,
        {{ text_literal(parts[1] if parts | length > 1 else none) }} as description_zh,
        {{ text_literal(warnings | map(attribute='en') | join(' ')) }} as warning_en,
        {{ text_literal(warnings | map(attribute='zh') | join('')) }} as warning_zh
{%- endmacro %}

{# Whether the contract of a column refuses nulls; null for a table. #}
{% macro is_required(described) -%}
    {%- if described.get('resource_type') -%}
        cast(null as boolean)
    {%- else -%}
        {{ 'not_null' in described.constraints | map(attribute='type') | list }}
    {%- endif -%}
{%- endmacro %}

{# A value as an SQL text on one line; null for none and for nothing. #}
{% macro text_literal(value) -%}
    {%- set text = (value or '') | string | trim -%}
    {%- if text == '' -%}
        cast(null as varchar)
    {%- else -%}
        '{{ text.split() | join(' ') | replace("'", "''") }}'
    {%- endif -%}
{%- endmacro %}
