-- Grain: jurisdiction_code, valid_from_year, today_code.
-- comparable_from_year looks at all that the division of today was made of: the last merger,
-- split or transfer of a part in its line. What took place before is hidden behind it.
with

heirs as (
    select * from {{ ref('int_jurisdiction_heirs__followed') }}
),

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

changes as (
    select * from {{ ref('int_jurisdiction_successors__derived') }}
    where not is_one_to_one
),

changed_areas as (
    select
        successor_code as code,
        successor_valid_from_year as valid_from_year,
        change_year
    from changes
    union all
    select
        predecessor_code as code,
        predecessor_valid_from_year as valid_from_year,
        change_year
    from changes
    where not is_whole
),

last_changes as (
    select
        heirs.heir_code,
        heirs.heir_valid_from_year,
        max(changed_areas.change_year) as comparable_from_year
    from changed_areas
    inner join heirs
        on
            changed_areas.code = heirs.jurisdiction_code
            and changed_areas.valid_from_year = heirs.valid_from_year
    group by heirs.heir_code, heirs.heir_valid_from_year
)

select
    heirs.jurisdiction_code,
    heirs.valid_from_year,
    periods.valid_to_year,
    periods.full_name_zh,
    heirs.heir_code as today_code,
    heirs.heir_valid_from_year as today_valid_from_year,
    today.full_name_zh as today_full_name_zh,
    cast(heirs.step_count as smallint) as change_count,
    heirs.last_change_year,
    heirs.is_one_to_one,
    last_changes.comparable_from_year
from heirs
inner join jurisdictions as periods
    on
        heirs.jurisdiction_code = periods.jurisdiction_code
        and heirs.valid_from_year = periods.valid_from_year
inner join jurisdictions as today
    on
        heirs.heir_code = today.jurisdiction_code
        and heirs.heir_valid_from_year = today.valid_from_year
left join last_changes
    on
        heirs.heir_code = last_changes.heir_code
        and heirs.heir_valid_from_year = last_changes.heir_valid_from_year
where today.valid_to_year is null
order by heirs.jurisdiction_code, heirs.valid_from_year, heirs.heir_code
