-- Grain: group_number; with the number of bodies that existed, where it is known: an area has one
-- government, so for these it is the number of divisions of the level on 31 December.
with

groups_of_reports as (
    select * from {{ ref('int_report_groups__listed') }}
),

jurisdictions as (
    select * from {{ ref('int_jurisdictions__by_year') }}
),

group_rows as (
    select
        group_number,
        area_code,
        year,
        jurisdiction_level,
        issuer_kind,
        scope,
        count(*) as group_report_count
    from groups_of_reports
    group by group_number, area_code, year, jurisdiction_level, issuer_kind, scope
),

division_counts as (
    select
        group_rows.group_number,
        count(*) as body_count
    from group_rows
    inner join jurisdictions
        on
            group_rows.jurisdiction_level = jurisdictions.level
            and group_rows.year = jurisdictions.year
            and group_rows.area_code in ('000000', jurisdictions.province_code)
    where group_rows.issuer_kind = 'government' and group_rows.scope = 'whole_area'
    group by group_rows.group_number
)

select
    group_rows.group_number,
    group_rows.area_code,
    group_rows.year,
    group_rows.jurisdiction_level,
    group_rows.issuer_kind,
    group_rows.scope,
    group_rows.group_report_count,
    division_counts.body_count
from group_rows
left join division_counts on group_rows.group_number = division_counts.group_number
