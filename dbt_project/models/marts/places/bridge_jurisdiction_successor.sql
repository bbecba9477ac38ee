-- Grain: predecessor_code, predecessor_valid_from_year, successor_code, change_year.
with

changes as (
    select * from {{ ref('int_jurisdiction_successors__derived') }}
),

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
)

select
    changes.predecessor_code,
    changes.predecessor_valid_from_year,
    predecessors.full_name_zh as predecessor_full_name_zh,
    changes.successor_code,
    changes.successor_valid_from_year,
    successors.full_name_zh as successor_full_name_zh,
    changes.change_year,
    changes.change_kind,
    changes.is_whole,
    changes.is_one_to_one
from changes
inner join jurisdictions as predecessors
    on
        changes.predecessor_code = predecessors.jurisdiction_code
        and changes.predecessor_valid_from_year = predecessors.valid_from_year
inner join jurisdictions as successors
    on
        changes.successor_code = successors.jurisdiction_code
        and changes.successor_valid_from_year = successors.valid_from_year
order by
    changes.predecessor_code,
    changes.predecessor_valid_from_year,
    changes.successor_code,
    changes.change_year
