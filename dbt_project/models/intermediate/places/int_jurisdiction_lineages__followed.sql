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

{{ follow_to_the_end() }}

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
