-- Grain: jurisdiction_code, valid_from_year.
-- The periods of one division under changing codes and names: those that follow one another one
-- to one. The lineage bears the code and the first year of its last period. A merger or a split
-- ends it.
with

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

changes as (
    select * from {{ ref('int_jurisdiction_successors__derived') }}
    where is_one_to_one
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
        true as is_one_to_one
    from jurisdictions
    left join changes
        on
            jurisdictions.jurisdiction_code = changes.predecessor_code
            and jurisdictions.valid_from_year = changes.predecessor_valid_from_year
),

{{ follow_to_the_end('first_steps') }}

select
    jurisdictions.jurisdiction_code,
    jurisdictions.valid_from_year,
    jurisdictions.valid_to_year,
    jurisdictions.name_zh,
    jurisdictions.full_name_zh,
    followed.next_code as lineage_code,
    followed.next_valid_from_year as lineage_valid_from_year
from followed
inner join jurisdictions
    on
        followed.code = jurisdictions.jurisdiction_code
        and followed.valid_from_year = jurisdictions.valid_from_year
