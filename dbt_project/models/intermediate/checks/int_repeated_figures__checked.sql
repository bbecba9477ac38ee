-- Grain: report_id, report_table; rule repeated_figures.
-- A table that repeats the figures of the year before: the old table was copied into the new
-- report, or last year's was read.
with

pairs as (
    select * from {{ ref('int_report_pairs__matched') }}
),

numbers as (
    select * from {{ ref('int_report_numbers__given') }}
),

compared as (
    select * from {{ ref('int_report_pairs__compared') }}
    where is_repeated
)

select
    pairs.report_id,
    compared.report_table,
    'repeated_figures' as rule_code,
    'warning' as severity,
    cast(null as varchar) as item_code,
    cast(null as varchar) as applicant_type,
    cast(round(compared.chance_count, 0) as decimal(20, 6)) as expected,
    cast(compared.equal_count as decimal(20, 6)) as actual,
    'The table ' || compared.report_table || ' of the report for ' || pairs.year || ' repeats '
    || compared.equal_count || ' of ' || compared.cell_count
    || ' independent figures of the report for ' || pairs.previous_year || '; chance would give '
    || cast(cast(round(compared.chance_count, 0) as integer) as varchar)
    || ' at most. Last year''s table was copied, or the wrong one was read.' as message,
    pairs.previous_report_id as compared_report_id
from compared
inner join numbers as later on compared.report_number = later.report_number
inner join numbers as earlier on compared.previous_report_number = earlier.report_number
inner join pairs
    on
        later.report_id = pairs.report_id
        and earlier.report_id = pairs.previous_report_id
