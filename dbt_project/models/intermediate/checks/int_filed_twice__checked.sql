-- Grain: report_id; rule filed_twice.
-- The same bytes lie in the raw folder twice and count as reports of two bodies, areas or years, as
-- where the document does not say whose it is and the folder decides. At most one is right. Copies
-- that count as the same report are versions of it and no doubt.
with

reports as (
    select
        report_id,
        document_sha256,
        source_path,
        coalesce(issuer_name, 'an unknown body')
        || coalesce(' (' || jurisdiction_code || ')', '') as issuer,
        year,
        coalesce(jurisdiction_code, '') || ' ' || coalesce(issuer_id, '') || ' '
        || coalesce(cast(year as varchar), '') as counts_as
    from {{ ref('int_reports__ranked') }}
),

documents as (
    select document_sha256
    from reports
    group by document_sha256
    having min(counts_as) <> max(counts_as)
),

copies as (
    select reports.*
    from reports
    inner join documents on reports.document_sha256 = documents.document_sha256
),

found_again as (
    select
        copies.report_id,
        elsewhere.report_id as other_report_id,
        elsewhere.source_path,
        elsewhere.issuer,
        elsewhere.year,
        row_number() over (partition by copies.report_id order by elsewhere.source_path)
            as other_number,
        count(*) over (partition by copies.report_id) as other_count
    from copies
    inner join copies as elsewhere
        on
            copies.document_sha256 = elsewhere.document_sha256
            and copies.counts_as <> elsewhere.counts_as
)

select
    report_id,
    'filed_twice' as rule_code,
    'warning' as severity,
    cast(null as varchar) as item_code,
    cast(null as varchar) as applicant_type,
    cast(null as decimal(20, 6)) as expected,
    cast(other_count as decimal(20, 6)) as actual,
    'The same bytes lie at ' || source_path || ' as well, where they count as the report of '
    || issuer || ' for ' || coalesce(cast(year as varchar), 'an unknown year')
    || '. One document is the report of one body on one year; at most one of the two is right.'
        as message,
    other_report_id as compared_report_id
from found_again
where other_number = 1
