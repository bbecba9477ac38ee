-- Grain: jurisdiction_code, year.
-- The divisions that stood on 31 December of each year from the first to the last data year with
-- a report, and of the year before the first: a report may be by a division that ended within
-- its year.
with

reports as (
    select * from {{ ref('stg_extraction__reports') }}
),

periods as (
    select * from {{ ref('int_jurisdiction_periods__placed') }}
),

bounds as (
    select
        min(year) as first_year,
        max(year) as last_year
    from reports
),

possible_years as (
    select possible.year
    from (
        values {% for year in range(2006, 2101) %}({{ year }}){% if not loop.last %}, {% endif %}
        {% endfor %}
    ) as possible (year)
),

years as (
    select
        cast(possible_years.year as smallint) as year,
        possible_years.year >= bounds.first_year as is_data_year
    from possible_years
    inner join bounds
        on
            possible_years.year >= bounds.first_year - 1
            and possible_years.year <= bounds.last_year
)

select
    periods.jurisdiction_code,
    years.year,
    years.is_data_year,
    periods.valid_from_year,
    periods.name_zh,
    periods.name_en,
    periods.level,
    periods.parent_code,
    periods.province_code
from periods
inner join years
    on
        periods.valid_from_year <= years.year
        and (periods.valid_to_year is null or periods.valid_to_year >= years.year)
