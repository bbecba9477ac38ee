-- Grain: predecessor_issuer_id, successor_issuer_id.
with

links as (
    select * from {{ ref('int_issuer_successors__linked') }}
)

select
    predecessor_issuer_id,
    successor_issuer_id,
    change_year,
    change_kind,
    is_one_to_one,
    basis
from links
order by predecessor_issuer_id, successor_issuer_id
