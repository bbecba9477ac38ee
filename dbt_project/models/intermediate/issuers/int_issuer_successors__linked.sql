-- Grain: predecessor_issuer_id, successor_issuer_id.
-- Governments follow one another as their divisions do. Other bodies do where a division changed
-- its code or name alone, and where a reform renamed or merged bodies of one division that report.
with

issuers as (
    select * from {{ ref('int_issuers__listed') }}
),

periods as (
    select * from {{ ref('int_jurisdiction_periods__placed') }}
),

changes as (
    select * from {{ ref('int_jurisdiction_successors__derived') }}
    where is_whole
),

reforms as (
    select * from {{ ref('organ_successions') }}
),

of_governments as (
    select
        {{ issuer_key('older.jurisdiction_code', 'older.government_name') }}
            as predecessor_issuer_id,
        {{ issuer_key('newer.jurisdiction_code', 'newer.government_name') }}
            as successor_issuer_id,
        changes.change_year,
        changes.change_kind,
        changes.is_one_to_one,
        'division' as basis
    from changes
    inner join periods as older
        on
            changes.predecessor_code = older.jurisdiction_code
            and changes.predecessor_valid_from_year = older.valid_from_year
    inner join periods as newer
        on
            changes.successor_code = newer.jurisdiction_code
            and changes.successor_valid_from_year = newer.valid_from_year
),

in_order as (
    select
        issuer_id,
        lineage_id,
        jurisdiction_code,
        valid_from_year,
        row_number() over (partition by lineage_id order by valid_from_year, issuer_id) as place
    from issuers
    where not is_area_government or is_unusual_scope
),

of_other_bodies as (
    select
        older.issuer_id as predecessor_issuer_id,
        newer.issuer_id as successor_issuer_id,
        newer.valid_from_year as change_year,
        changes.change_kind,
        true as is_one_to_one,
        'division' as basis
    from in_order as older
    inner join in_order as newer
        on older.lineage_id = newer.lineage_id and older.place + 1 = newer.place
    inner join changes
        on
            newer.jurisdiction_code = changes.successor_code
            and newer.valid_from_year = changes.successor_valid_from_year
            and changes.is_one_to_one
),

of_reforms as (
    select
        older.issuer_id as predecessor_issuer_id,
        newer.issuer_id as successor_issuer_id,
        least(reforms.reform_year, newer.first_year) as change_year,
        reforms.change_kind,
        reforms.change_kind = 'renamed' as is_one_to_one,
        'reform' as basis
    from reforms
    inner join issuers as older on reforms.predecessor_name = older.organ_name
    inner join issuers as newer
        on
            reforms.successor_name = newer.organ_name
            and older.lineage_code = newer.lineage_code
            and older.lineage_valid_from_year = newer.lineage_valid_from_year
            and older.is_unusual_scope = newer.is_unusual_scope
            and older.first_year < newer.last_year
            and older.last_year <= newer.last_year
),

links as (
    select * from of_governments
    union all
    select * from of_other_bodies
    union all
    select * from of_reforms
)

select
    links.predecessor_issuer_id,
    links.successor_issuer_id,
    cast(max(links.change_year) as smallint) as change_year,
    max(links.change_kind) as change_kind,
    min(case when links.is_one_to_one then 1 else 0 end) = 1 as is_one_to_one,
    max(links.basis) as basis
from links
inner join issuers as predecessors on links.predecessor_issuer_id = predecessors.issuer_id
inner join issuers as successors on links.successor_issuer_id = successors.issuer_id
where links.predecessor_issuer_id <> links.successor_issuer_id
group by links.predecessor_issuer_id, links.successor_issuer_id
