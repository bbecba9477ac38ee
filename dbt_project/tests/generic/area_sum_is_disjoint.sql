{# Of the reports that count towards a sum, none lies in the area of another one of its year that
   is on a whole area. Decided by the tree of divisions anew, not by the columns that the model
   filled. #}
{% test area_sum_is_disjoint(model) %}
with

counted as (
    select
        reports.report_id,
        reports.jurisdiction_code,
        reports.year,
        reports.scope = 'whole_area' and issuers.is_area_government as is_on_area
    from {{ model }} as reports
    inner join {{ ref('dim_issuer') }} as issuers on reports.issuer_id = issuers.issuer_id
    where reports.counts_towards_area
),

divisions as (
    select * from {{ ref('int_jurisdictions__by_year') }}
),

areas as (
    select
        report_id,
        year,
        jurisdiction_code as area_code
    from counted
    union all
    select
        counted.report_id,
        counted.year,
        divisions.parent_code as area_code
    from counted
    inner join divisions
        on
            counted.jurisdiction_code = divisions.jurisdiction_code
            and counted.year = divisions.year
    union all
    select
        counted.report_id,
        counted.year,
        above.parent_code as area_code
    from counted
    inner join divisions
        on
            counted.jurisdiction_code = divisions.jurisdiction_code
            and counted.year = divisions.year
    inner join divisions as above
        on divisions.parent_code = above.jurisdiction_code and divisions.year = above.year
)

select
    areas.report_id,
    area_reports.report_id as covering_report_id
from areas
inner join counted as area_reports
    on
        areas.area_code = area_reports.jurisdiction_code
        and areas.year = area_reports.year
        and areas.report_id <> area_reports.report_id
        and area_reports.is_on_area
{% endtest %}
