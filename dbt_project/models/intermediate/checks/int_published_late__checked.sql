-- Grain: report_id; rule published_late, on the first report that an issuer published for a year.
-- The legal dates: Regulations on Open Government Information of 2019 (decree 711), article 49, for
-- data years from 2019: departments of governments by 31 January, governments by 31 March of the
-- next year. Regulations of 2007 (decree 492), article 31, for 2008 to 2018: every administrative
-- organ by 31 March.
-- Where the law names no date nothing is tested: public institutions, and from 2019 on townships
-- and sub-districts (article 49 speaks of counties and above). The office of a government is no
-- department in the words of the article and compiles the government's report: the later date.
-- A correction is later by nature, so the earliest date counts; where one report of the issuer and
-- year has no date, it may have been the first, and nothing is tested either.
with

reports as (
    select
        report_id,
        coalesce(issuer_id, report_id) as issuer,
        issuer_kind,
        year,
        published_date,
        is_current
    from {{ ref('int_reports__ranked') }}
    where year >= 2008 and issuer_kind is not null
),

ranked as (
    select
        *,
        count(*) over (partition by issuer, year) as report_count,
        count(published_date) over (partition by issuer, year) as dated_count,
        row_number() over (
            partition by issuer, year
            order by published_date asc, is_current desc, report_id asc
        ) as preference
    from reports
),

due as (
    select
        report_id,
        year,
        published_date,
        case
            when year <= 2018 and issuer_kind <> 'public_institution'
                then cast((year + 1) || '-03-31' as date)
            when year >= 2019 and issuer_kind = 'department'
                then cast((year + 1) || '-01-31' as date)
            when year >= 2019 and issuer_kind in ('government', 'office')
                then cast((year + 1) || '-03-31' as date)
        end as due_date,
        case
            when year <= 2018 then 'article 31 of the Regulations of 2007 (decree 492)'
            else 'article 49 of the Regulations of 2019 (decree 711)'
        end as source_name
    from ranked
    where preference = 1 and report_count = dated_count
),

measured as (
    select
        *,
        {{ days_between('due_date', 'published_date') }} as days_late
    from due
)

select
    report_id,
    'published_late' as rule_code,
    'info' as severity,
    cast(null as varchar) as item_code,
    cast(null as varchar) as applicant_type,
    cast(0 as decimal(20, 6)) as expected,
    cast(days_late as decimal(20, 6)) as actual,
    'The report for ' || year || ' is dated ' || published_date || ', '
    || days_late || case when days_late = 1 then ' day' else ' days' end
    || ' after ' || due_date || ', the date of ' || source_name
    || '. The date may be that of a later posting of the page.' as message,
    cast(null as varchar) as compared_report_id
from measured
where days_late > 0
