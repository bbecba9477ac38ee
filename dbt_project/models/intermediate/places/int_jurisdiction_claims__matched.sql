-- Grain: stated_code, year (a null year is one).
-- The division that a code stated for a data year stands for. The report of a year may bear the
-- code in force on its 31 December or on that of the year before. A code that changed alone (密云县
-- became 密云区) gives way to the one in force on 31 December; one whose division was merged or
-- split within the year is kept, and so is one out of force.
with

reports as (
    select * from {{ ref('stg_extraction__reports') }}
),

inventory as (
    select * from {{ ref('stg_ingest__inventory') }}
),

periods as (
    select * from {{ ref('int_jurisdiction_periods__placed') }}
),

claims as (
    select
        jurisdiction_code as stated_code,
        year
    from reports
    where jurisdiction_code is not null
    union
    select
        claimed_jurisdiction_code as stated_code,
        claimed_year as year
    from inventory
    where claimed_jurisdiction_code is not null
),

candidates as (
    select
        claims.stated_code,
        claims.year,
        periods.valid_from_year,
        periods.valid_to_year,
        periods.name_zh,
        periods.lineage_code,
        periods.lineage_valid_from_year,
        row_number() over (
            partition by claims.stated_code, claims.year
            order by
                periods.valid_from_year > coalesce(claims.year, 9999),
                abs(periods.valid_from_year - coalesce(claims.year, 9999))
        ) as preference
    from claims
    left join periods on claims.stated_code = periods.jurisdiction_code
),

stated as (
    select
        *,
        valid_from_year <= year and coalesce(valid_to_year, 9999) >= year as is_in_force,
        valid_from_year < year and coalesce(valid_to_year, 9999) = year - 1 as was_year_before
    from candidates
    where preference = 1
),

standing as (
    select
        stated.stated_code,
        stated.year,
        periods.jurisdiction_code,
        periods.valid_from_year
    from stated
    inner join periods
        on
            stated.lineage_code = periods.lineage_code
            and stated.lineage_valid_from_year = periods.lineage_valid_from_year
            and stated.year >= periods.valid_from_year
            and (periods.valid_to_year is null or stated.year <= periods.valid_to_year)
)

select
    stated.stated_code,
    stated.year,
    stated.name_zh as stated_name_zh,
    coalesce(standing.jurisdiction_code, stated.stated_code) as jurisdiction_code,
    coalesce(standing.valid_from_year, stated.valid_from_year) as valid_from_year,
    case
        when stated.valid_from_year is null then 'unknown_code'
        when stated.year is null then 'year_unknown'
        when stated.is_in_force then 'in_force'
        when standing.jurisdiction_code is not null then 'recoded'
        when stated.was_year_before then 'year_before'
        else 'out_of_force'
    end as jurisdiction_match
from stated
left join standing
    on stated.stated_code = standing.stated_code and stated.year = standing.year
