{# The cells of a source of extracted facts, as both staging models of cells name them. #}
{% macro extracted_facts(source_relation) -%}
select
    report_id,
    item_code,
    applicant_type,
    value,
    value_status,
    value_text,
    page,
    table_index,
    row_index,
    column_index,
    confidence,
    evidence,
    form,
    row_label_text,
    column_label_text
from {{ source_relation }}
{%- endmacro %}
