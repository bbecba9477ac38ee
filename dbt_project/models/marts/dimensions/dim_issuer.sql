-- Grain: issuer_id.
with

issuers as (
    select * from {{ ref('int_issuers__listed') }}
),

links as (
    select * from {{ ref('int_issuer_successors__linked') }}
),

successors as (
    select
        predecessor_issuer_id as issuer_id,
        case when count(*) = 1 then min(successor_issuer_id) end as successor_issuer_id,
        count(*) as successor_count
    from links
    group by predecessor_issuer_id
)

select
    issuers.issuer_id,
    issuers.issuer_name,
    issuers.issuer_kind,
    issuers.scope,
    issuers.jurisdiction_code,
    parents.issuer_id as parent_issuer_id,
    issuers.is_area_government,
    cast(issuers.valid_from_year as smallint) as valid_from_year,
    cast(issuers.valid_to_year as smallint) as valid_to_year,
    issuers.first_year,
    issuers.last_year,
    issuers.report_count,
    issuers.lineage_id,
    successors.successor_issuer_id,
    coalesce(successors.successor_count, 0) as successor_count
from issuers
left join issuers as parents on issuers.parent_issuer_id = parents.issuer_id
left join successors on issuers.issuer_id = successors.issuer_id
order by issuers.jurisdiction_code, issuers.issuer_name, issuers.issuer_id
