-- Grain: report_id.
-- The issuer is known by jurisdiction code and name. Reports name their issuer now with and now
-- without the divisions above (河北省张家口市沽源县人民政府, 沽源县人民政府), so these are taken off
-- before names are compared, and spaces too.
with

reports as (
    select * from {{ ref('stg_extraction__reports') }}
),

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

report_codes as (
    select
        report_id,
        jurisdiction_code as code,
        year
    from reports
),

places as (
    {{ name_in_year('report_codes', 'jurisdictions') }}
),

parent_codes as (
    select
        places.report_id,
        places.parent_code as code,
        reports.year
    from places
    inner join reports on places.report_id = reports.report_id
    where places.parent_code <> reports.jurisdiction_code
),

parents as (
    {{ name_in_year('parent_codes', 'jurisdictions') }}
),

province_codes as (
    select
        places.report_id,
        places.province_code as code,
        reports.year
    from places
    inner join reports on places.report_id = reports.report_id
    where places.province_code <> reports.jurisdiction_code
),

provinces as (
    {{ name_in_year('province_codes', 'jurisdictions') }}
),

located as (
    select
        reports.*,
        places.name_zh as jurisdiction_name_zh,
        places.name_en as jurisdiction_name_en,
        places.level as jurisdiction_level,
        places.province_code,
        parents.name_zh as parent_name_zh,
        provinces.name_zh as province_name_zh,
        replace(replace(reports.issuer_name, ' ', ''), '　', '') as spaceless_issuer_name
    from reports
    left join places on reports.report_id = places.report_id
    left join parents on reports.report_id = parents.report_id
    left join provinces on reports.report_id = provinces.report_id
),

without_province as (
    select
        *,
        {{ without_prefix('spaceless_issuer_name', 'province_name_zh') }} as provincial_issuer_name
    from located
),

named as (
    select
        *,
        {{ without_prefix('provincial_issuer_name', 'parent_name_zh') }} as normalised_issuer_name
    from without_province
)

select
    report_id,
    document_sha256,
    source_path,
    jurisdiction_code,
    jurisdiction_name_zh,
    jurisdiction_name_en,
    jurisdiction_level,
    province_code,
    case
        when normalised_issuer_name <> ''
            then md5(jurisdiction_code || ' ' || normalised_issuer_name)
    end as issuer_id,
    issuer_name,
    issuer_kind,
    scope,
    year,
    period_start,
    period_end,
    form,
    title,
    published_date,
    media_type,
    reader,
    reader_version
from named
