-- Grain: jurisdiction_code, valid_from_year.
-- Parent and province are those of the period's last year; a period never spans two parents.
with

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

lineages as (
    select * from {{ ref('int_jurisdiction_lineages__followed') }}
)

select
    periods.jurisdiction_code,
    periods.valid_from_year,
    periods.valid_to_year,
    periods.name_zh,
    periods.full_name_zh,
    periods.name_en,
    periods.level,
    periods.parent_code,
    parents.valid_from_year as parent_valid_from_year,
    parents.name_zh as parent_name_zh,
    periods.province_code,
    provinces.name_zh as province_name_zh,
    {{ government_of('periods') }} as government_name,
    {{ government_of('parents') }} as parent_government_name,
    lineages.lineage_code,
    lineages.lineage_valid_from_year
from jurisdictions as periods
inner join lineages
    on
        periods.jurisdiction_code = lineages.jurisdiction_code
        and periods.valid_from_year = lineages.valid_from_year
left join jurisdictions as parents
    on
        periods.parent_code = parents.jurisdiction_code
        and parents.valid_from_year <= coalesce(periods.valid_to_year, 9999)
        and coalesce(parents.valid_to_year, 9999) >= coalesce(periods.valid_to_year, 9999)
left join jurisdictions as provinces
    on
        periods.province_code = provinces.jurisdiction_code
        and provinces.valid_from_year <= coalesce(periods.valid_to_year, 9999)
        and coalesce(provinces.valid_to_year, 9999) >= coalesce(periods.valid_to_year, 9999)
