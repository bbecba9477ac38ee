-- Grain: report_id, headline_figure; only figures whose every part has a value.
-- A blank, a dash, an unreadable or a missing cell makes the sum unknown, never smaller. Where the
-- forms divide a figure otherwise, each division is an alternative and one complete alternative
-- suffices; two complete ones that differ give no figure.
with

facts as (
    select * from {{ ref('stg_extraction__facts') }}
),

parts as (
    select * from {{ ref('headline_figures') }}
),

part_counts as (
    select
        headline_figure,
        alternative,
        count(*) as part_count
    from parts
    group by headline_figure, alternative
),

sums as (
    select
        facts.report_id,
        parts.headline_figure,
        parts.alternative,
        sum(facts.value) as figure,
        count(facts.value) as value_count
    from facts
    inner join parts on facts.item_code = parts.item_code
    where facts.applicant_type in ('total', 'all')
    group by facts.report_id, parts.headline_figure, parts.alternative
),

complete_sums as (
    select
        sums.report_id,
        sums.headline_figure,
        sums.figure
    from sums
    inner join part_counts
        on
            sums.headline_figure = part_counts.headline_figure
            and sums.alternative = part_counts.alternative
            and sums.value_count = part_counts.part_count
)

select
    report_id,
    headline_figure,
    min(figure) as figure
from complete_sums
group by report_id, headline_figure
having min(figure) = max(figure)
