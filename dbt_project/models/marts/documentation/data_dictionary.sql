-- Grain: table_name, column_index; 0 stands for the table itself.
-- Made from the descriptions of the models, so that nobody keeps a second list.
with

dictionary as (
    {{ dictionary_rows() }}
)

select
    table_name,
    column_name,
    cast(column_index as smallint) as column_index,
    data_type,
    is_required,
    grain,
    row_order,
    description_en,
    description_zh,
    warning_en,
    warning_zh
from dictionary
order by table_name, column_index
