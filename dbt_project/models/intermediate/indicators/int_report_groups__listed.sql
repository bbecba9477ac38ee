-- Grain: report_number, group_number; the groups of like bodies that a current report belongs to.
-- A group is one level, one kind of issuer and one scope of a year, in a province and in the whole
-- country: no body is covered by two reports of one group, so that a sum counts nothing twice. The
-- report of a government on its area is one of a government, whichever office compiled it.
-- Reports of which one of these is unknown belong to no group, nor does that of a zone, which lies
-- in the area of the government whose code it bears, or of a division that did not stand on 31
-- December of the year: it may be in the report of the one that did.
with

reports as (
    select
        report_number,
        province_code,
        year,
        jurisdiction_level,
        scope,
        case
            when scope = 'whole_area' and is_area_government then 'government'
            else issuer_kind
        end as issuer_kind
    from {{ ref('int_series_reports__numbered') }}
    where
        is_current
        and scope is not null
        and issuer_kind is not null
        and jurisdiction_level is not null
        and (issuer_kind <> 'government' or scope <> 'whole_area' or is_area_government)
        and jurisdiction_match in ('in_force', 'recoded')
),

area_reports as (
    select
        report_number,
        province_code as area_code,
        year,
        jurisdiction_level,
        issuer_kind,
        scope
    from reports
    where province_code <> '000000'

    union all

    select
        report_number,
        '000000' as area_code,
        year,
        jurisdiction_level,
        issuer_kind,
        scope
    from reports
)

select
    report_number,
    area_code,
    year,
    jurisdiction_level,
    issuer_kind,
    scope,
    cast(
        dense_rank() over (
            order by year, area_code, jurisdiction_level, issuer_kind, scope
        ) as integer
    ) as group_number
from area_reports
