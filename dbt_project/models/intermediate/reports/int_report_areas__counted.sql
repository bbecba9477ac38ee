-- Grain: area_code, report_id; current reports, for each division that they lie in.
-- A report on a whole area covers the bodies of the area and of all areas below. In a sum over
-- an area a report counts unless another report that counts covers it: one on an area between
-- the report's and the one summed over, or one on all bodies below a body of the same name.
with

reports as (
    select * from {{ ref('int_reports__ranked') }}
    where is_current
),

divisions as (
    select * from {{ ref('int_jurisdictions__by_year') }}
),

changes as (
    select * from {{ ref('int_jurisdiction_successors__derived') }}
    where is_whole
),

-- A division that ended within its last year is looked up in the year before.
placed as (
    select
        report_id,
        issuer_name,
        jurisdiction_code,
        jurisdiction_valid_from_year,
        jurisdiction_match,
        scope,
        is_area_government and scope = 'whole_area' as is_on_area,
        year,
        case when jurisdiction_match = 'year_before' then year - 1 else year end as place_year
    from reports
),

parents as (
    select
        children.jurisdiction_code,
        children.year,
        children.parent_code,
        above.parent_code as second_code,
        highest.parent_code as third_code
    from divisions as children
    left join divisions as above
        on children.parent_code = above.jurisdiction_code and children.year = above.year
    left join divisions as highest
        on above.parent_code = highest.jurisdiction_code and above.year = highest.year
),

areas as (
    select
        report_id,
        jurisdiction_code as area_code,
        0 as distance
    from placed
    {% for code in ['parent_code', 'second_code', 'third_code'] %}
        union all
        select
            placed.report_id,
            parents.{{ code }} as area_code,
            {{ loop.index }} as distance
        from placed
        inner join parents
            on
                placed.jurisdiction_code = parents.jurisdiction_code
                and placed.place_year = parents.year
        where parents.{{ code }} is not null
    {% endfor %}
),

area_reports as (
    select
        jurisdiction_code,
        year,
        report_id
    from placed
    where is_on_area and jurisdiction_match not in ('out_of_force', 'unknown_code')
),

area_covers as (
    select
        areas.report_id,
        area_reports.report_id as covering_report_id,
        areas.distance
    from areas
    inner join placed on areas.report_id = placed.report_id
    inner join area_reports
        on
            areas.area_code = area_reports.jurisdiction_code
            and placed.year = area_reports.year
            and areas.report_id <> area_reports.report_id
),

-- A zone's committee or a department that reports on all bodies below covers those that bear its
-- name: 淮安经济技术开发区管理委员会, 淮安经济技术开发区财政局.
system_reports as (
    select
        report_id,
        jurisdiction_code,
        year,
        issuer_name,
        {{ without_suffix('issuer_name', ['人民政府', '管理委员会']) }} as shared_name
    from placed
    where
        scope = 'whole_area'
        and not is_on_area
        and jurisdiction_match not in ('out_of_force', 'unknown_code')
),

system_covers as (
    select
        placed.report_id,
        system_reports.report_id as covering_report_id,
        0 as distance
    from placed
    inner join system_reports
        on
            placed.jurisdiction_code = system_reports.jurisdiction_code
            and placed.year = system_reports.year
            and placed.report_id <> system_reports.report_id
            and starts_with(placed.issuer_name, system_reports.shared_name)
    where
        not placed.is_on_area
        and (
            placed.scope = 'own_body'
            or length(placed.issuer_name) > length(system_reports.issuer_name)
        )
),

-- What a division that ended within the year reports may stand in its successor's report too, so
-- that only one of them counts in the areas above both.
successor_covers as (
    select
        placed.report_id,
        area_reports.report_id as covering_report_id,
        1 as distance
    from placed
    inner join changes
        on
            placed.jurisdiction_code = changes.predecessor_code
            and placed.jurisdiction_valid_from_year = changes.predecessor_valid_from_year
    inner join area_reports
        on
            changes.successor_code = area_reports.jurisdiction_code
            and placed.year = area_reports.year
    where placed.jurisdiction_match = 'year_before'
),

covers as (
    select
        *,
        1 as order_of_kind
    from system_covers
    union all
    select
        *,
        2 as order_of_kind
    from area_covers
    union all
    select
        *,
        3 as order_of_kind
    from successor_covers
),

ranked_covers as (
    select
        *,
        row_number() over (
            partition by report_id
            order by distance asc, order_of_kind asc, covering_report_id asc
        ) as preference
    from covers
),

nearest_covers as (
    select
        report_id,
        covering_report_id,
        distance
    from ranked_covers
    where preference = 1
),

judged as (
    select
        areas.area_code,
        placed.year,
        areas.report_id,
        areas.distance,
        nearest_covers.covering_report_id,
        case
            when placed.scope is null then 'scope_unknown'
            when placed.jurisdiction_match in ('out_of_force', 'unknown_code')
                then 'division_out_of_force'
            when nearest_covers.distance <= areas.distance then 'covered'
            else 'counted'
        end as counting_reason
    from areas
    inner join placed on areas.report_id = placed.report_id
    left join nearest_covers on areas.report_id = nearest_covers.report_id
)

select
    area_code,
    year,
    report_id,
    distance,
    counting_reason = 'counted' as is_counted,
    counting_reason,
    case when counting_reason = 'covered' then covering_report_id end as covered_by_report_id
from judged
