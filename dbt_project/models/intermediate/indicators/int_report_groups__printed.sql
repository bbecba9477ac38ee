-- Grain: group_number; a hash of all that the figures and rates of a group are made of: its
-- members, what each says, and what its report of the year before says. What was summed up for a
-- group under the same hash in an earlier build holds.
with

members as (
    select * from {{ ref('int_report_groups__listed') }}
),

reports as (
    select
        report_id,
        report_number
    from {{ ref('int_series_reports__numbered') }}
),

prints as (
    select * from {{ ref('stg_changed__prints') }}
),

pairs as (
    select * from {{ ref('int_report_pairs__matched') }}
),

earlier_prints as (
    select
        pairs.report_id,
        prints.print as earlier_print
    from pairs
    inner join prints on pairs.previous_report_id = prints.report_id
),

sayings as (
    select
        members.*,
        reports.report_id,
        prints.print,
        earlier_prints.earlier_print
    from members
    inner join reports on members.report_number = reports.report_number
    inner join prints on reports.report_id = prints.report_id
    left join earlier_prints on reports.report_id = earlier_prints.report_id
),

summed as (
    select
        group_number,
        area_code,
        year,
        jurisdiction_level,
        issuer_kind,
        scope,
        count(*) as member_count,
        sum(cast({{ row_hash(['report_id', 'print', 'earlier_print']) }} as decimal(38, 0)))
            as member_prints
    from sayings
    group by group_number, area_code, year, jurisdiction_level, issuer_kind, scope
)

select
    group_number,
    {{ row_hash([
        'area_code', 'year', 'jurisdiction_level', 'issuer_kind', 'scope', 'member_count',
        'member_prints'
    ]) }} as group_print
from summed
