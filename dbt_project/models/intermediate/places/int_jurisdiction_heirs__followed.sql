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

{{ follow_to_the_end() }}

select
    code as jurisdiction_code,
    valid_from_year,
    next_code as heir_code,
    next_valid_from_year as heir_valid_from_year,
    step_count,
    last_change_year,
    is_one_to_one
from followed
