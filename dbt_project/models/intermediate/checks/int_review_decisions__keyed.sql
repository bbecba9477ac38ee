-- Grain: file_name, line_number; a line of the review files that could be read.
-- Of several decisions on one doubt the latest counts: by date, then by file name and line.
with

decisions as (
    select * from {{ ref('stg_ingest__review_decisions') }}
    where fault is null
),

rules as (
    select
        rule_code,
        is_keyed_by_expected
    from {{ ref('rules') }}
),

keyed as (
    select
        decisions.*,
        coalesce(rules.is_keyed_by_expected, true) as is_keyed_by_expected
    from decisions
    left join rules on decisions.rule_code = rules.rule_code
),

named as (
    select
        *,
        {{ finding_id('is_keyed_by_expected') }} as finding_id
    from keyed
),

ranked as (
    select
        *,
        row_number() over (
            partition by finding_id
            order by reviewed_date desc, file_name desc, line_number desc
        ) as preference
    from named
)

select
    file_name,
    line_number,
    finding_id,
    decision,
    reviewed_by,
    reviewed_date,
    note,
    preference = 1 as is_latest
from ranked
