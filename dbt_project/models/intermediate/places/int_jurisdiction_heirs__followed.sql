-- Grain: jurisdiction_code, valid_from_year, heir_code.
-- Each division-period with the divisions that stand in its place after every change; one that
-- has no successor is its own heir.
with

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

changes as (
    select * from {{ ref('int_jurisdiction_successors__derived') }}
    where is_whole
),

first_steps as (
    select
        jurisdictions.jurisdiction_code as code,
        jurisdictions.valid_from_year,
        coalesce(changes.successor_code, jurisdictions.jurisdiction_code) as next_code,
        coalesce(changes.successor_valid_from_year, jurisdictions.valid_from_year)
            as next_valid_from_year,
        case when changes.successor_code is null then 0 else 1 end as step_count,
        changes.change_year as last_change_year,
        coalesce(changes.is_one_to_one, true) as is_one_to_one
    from jurisdictions
    left join changes
        on
            jurisdictions.jurisdiction_code = changes.predecessor_code
            and jurisdictions.valid_from_year = changes.predecessor_valid_from_year
),

{{ follow_to_the_end('first_steps') }}

select
    code as jurisdiction_code,
    valid_from_year,
    next_code as heir_code,
    next_valid_from_year as heir_valid_from_year,
    step_count,
    last_change_year,
    is_one_to_one
from followed
