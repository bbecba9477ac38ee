-- Grain: jurisdiction_code, valid_from_year.
with

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
)

select
    jurisdiction_code,
    name_zh,
    full_name_zh,
    short_name_zh,
    name_en,
    level,
    parent_code,
    province_code,
    valid_from_year,
    valid_to_year,
    successor_codes,
    is_gbt2260,
    source
from jurisdictions
order by jurisdiction_code, valid_from_year
