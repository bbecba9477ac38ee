-- Grain: lineage_code, lineage_valid_from_year, short_name.
-- The full name of a body that is called by a short one (科委), within one division. A short name
-- may stand for several (建委): the one under which a body of the division reports is meant, else
-- the usual one; where neither decides the short name stays.
with

names as (
    select * from {{ ref('int_issuer_names__parsed') }}
    where own_part is not null and not is_area_government
),

organ_names as (
    select * from {{ ref('organ_names') }}
),

parts as (
    select
        lineage_code,
        lineage_valid_from_year,
        own_part,
        max(case when jurisdiction_level = 'country' then 'central' else 'local' end)
            as applies_to
    from names
    group by lineage_code, lineage_valid_from_year, own_part
),

candidates as (
    select
        parts.lineage_code,
        parts.lineage_valid_from_year,
        organ_names.short_name,
        count(reporting.own_part) as reporting_count,
        min(case when reporting.own_part is not null then organ_names.full_name end)
            as reporting_name,
        min(case when organ_names.is_usual then organ_names.full_name end) as usual_name
    from parts
    inner join organ_names
        on
            parts.own_part = organ_names.short_name
            and parts.applies_to = organ_names.applies_to
    left join parts as reporting
        on
            parts.lineage_code = reporting.lineage_code
            and parts.lineage_valid_from_year = reporting.lineage_valid_from_year
            and organ_names.full_name = reporting.own_part
    group by
        parts.lineage_code,
        parts.lineage_valid_from_year,
        organ_names.short_name
)

select
    lineage_code,
    lineage_valid_from_year,
    short_name,
    case when reporting_count = 1 then reporting_name else usual_name end as full_name
from candidates
where
    reporting_count = 1
    or (reporting_count = 0 and usual_name is not null)
