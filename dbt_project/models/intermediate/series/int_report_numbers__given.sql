-- Grain: report_id; a short number for each report, which it keeps from build to build. That of a
-- report which is gone is not given again.
with

reports as (
    select
        report_id,
        year,
        jurisdiction_code
    from {{ ref('stg_extraction__reports') }}
    {% if is_incremental() %}
        where report_id not in (select given.report_id from {{ this }} as given)
    {% endif %}
),

last_given as (
    select
        {% if is_incremental() %}
            coalesce((select max(report_number) from {{ this }}), 0)
        {% else %}
            0
        {% endif %} as last_number
)

select
    reports.report_id,
    cast(
        last_given.last_number + row_number() over (
            order by reports.year, reports.jurisdiction_code, reports.report_id
        ) as integer
    ) as report_number
from reports
cross join last_given
