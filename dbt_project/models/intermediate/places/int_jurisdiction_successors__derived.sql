-- Grain: predecessor_code, predecessor_valid_from_year, successor_code, change_year.
-- A division that ended in a year is joined with the divisions that stood in its place on
-- 31 December of that year; one that gave a part of its area away, with the one that took it.
-- A successor that had stood before counts as a predecessor of what it is after: 闸北区 and
-- 静安区 make 静安区.
with

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

transfers as (
    select * from {{ ref('jurisdiction_transfers') }}
),

ended as (
    select
        jurisdiction_code,
        valid_from_year,
        parent_code,
        valid_to_year + 1 as change_year,
        {{ split_rows('successor_codes', ' ') }} as successor_code
    from jurisdictions
    where valid_to_year is not null and successor_codes is not null
),

whole_changes as (
    select
        ended.jurisdiction_code as predecessor_code,
        ended.valid_from_year as predecessor_valid_from_year,
        ended.parent_code as predecessor_parent_code,
        ended.change_year,
        successors.jurisdiction_code as successor_code,
        successors.valid_from_year as successor_valid_from_year,
        successors.parent_code as successor_parent_code
    from ended
    inner join jurisdictions as successors
        on
            ended.successor_code = successors.jurisdiction_code
            and ended.change_year >= successors.valid_from_year
            and (
                successors.valid_to_year is null
                or ended.change_year <= successors.valid_to_year
            )
),

counted as (
    select
        *,
        count(*) over (
            partition by predecessor_code, predecessor_valid_from_year
        ) as successor_count,
        count(*) over (
            partition by successor_code, successor_valid_from_year, change_year
        ) + case when successor_valid_from_year < change_year then 1 else 0 end
            as predecessor_count
    from whole_changes
),

classified as (
    select
        counted.predecessor_code,
        counted.predecessor_valid_from_year,
        counted.successor_code,
        counted.successor_valid_from_year,
        counted.change_year,
        case
            when counted.successor_count > 1 then 'split'
            when counted.predecessor_count > 1 then 'merged'
            when counted.predecessor_code = counted.successor_code then 'renamed'
            when
                counted.predecessor_parent_code = counted.successor_parent_code
                or parents.predecessor_code is not null
                then 'recoded'
            else 'transferred'
        end as change_kind,
        counted.successor_count,
        counted.predecessor_count
    from counted
    left join counted as parents
        on
            counted.predecessor_parent_code = parents.predecessor_code
            and counted.successor_parent_code = parents.successor_code
            and counted.change_year = parents.change_year
            and parents.successor_count = 1
            and parents.predecessor_count = 1
),

part_changes as (
    select
        givers.jurisdiction_code as predecessor_code,
        givers.valid_from_year as predecessor_valid_from_year,
        takers.jurisdiction_code as successor_code,
        takers.valid_from_year as successor_valid_from_year,
        transfers.transfer_year as change_year
    from transfers
    inner join jurisdictions as givers
        on
            transfers.from_code = givers.jurisdiction_code
            and transfers.transfer_year > givers.valid_from_year
            and (
                givers.valid_to_year is null
                or transfers.transfer_year <= givers.valid_to_year + 1
            )
    inner join jurisdictions as takers
        on
            transfers.to_code = takers.jurisdiction_code
            and transfers.transfer_year >= takers.valid_from_year
            and (
                takers.valid_to_year is null
                or transfers.transfer_year <= takers.valid_to_year
            )
)

select
    predecessor_code,
    predecessor_valid_from_year,
    successor_code,
    successor_valid_from_year,
    cast(change_year as smallint) as change_year,
    change_kind,
    true as is_whole,
    successor_count = 1 and predecessor_count = 1 as is_one_to_one
from classified
union all
select
    predecessor_code,
    predecessor_valid_from_year,
    successor_code,
    successor_valid_from_year,
    cast(change_year as smallint) as change_year,
    'part_transferred' as change_kind,
    false as is_whole,
    false as is_one_to_one
from part_changes
