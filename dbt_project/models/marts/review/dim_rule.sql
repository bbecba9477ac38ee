-- Grain: rule_code; every rule that reading or a check across reports can raise.
with

rules as (
    select * from {{ ref('rules') }}
)

select
    rule_code,
    stage,
    severities,
    label_en,
    label_zh,
    description_en,
    description_zh,
    source_en,
    source_zh,
    sort_order
from rules
order by sort_order
