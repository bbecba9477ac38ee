-- Grain: report_id.
-- The issuer is known by its division in the data year and its name in full. What the document
-- says stays beside it: stated_issuer_name, stated_jurisdiction_code.
with

reports as (
    select * from {{ ref('stg_extraction__reports') }}
),

names as (
    select * from {{ ref('int_issuer_names__parsed') }}
),

organ_names as (
    select * from {{ ref('int_organ_names__resolved') }}
),

periods as (
    select * from {{ ref('int_jurisdiction_periods__placed') }}
),

named as (
    select
        names.*,
        coalesce(organ_names.full_name, names.own_part) as organ_name
    from names
    left join organ_names
        on
            names.lineage_code = organ_names.lineage_code
            and names.lineage_valid_from_year = organ_names.lineage_valid_from_year
            and names.own_part = organ_names.short_name
            and not names.is_area_government
),

identified as (
    select
        reports.*,
        named.stated_jurisdiction_code,
        named.jurisdiction_code as matched_code,
        named.jurisdiction_match,
        named.jurisdiction_valid_from_year,
        named.lineage_code,
        named.lineage_valid_from_year,
        named.compiler_name,
        named.is_area_government,
        case when not named.is_area_government then named.organ_name end as organ_name,
        case
            when named.is_area_government then named.government_name
            when named.organ_name is null then named.principal_name
            when named.jurisdiction_level = 'country' then named.organ_name
            else named.jurisdiction_name_zh || named.organ_name
        end as canonical_name,
        case
            when named.is_area_government or named.compiler_name is not null then 'government'
            else reports.issuer_kind
        end as canonical_kind
    from reports
    inner join named on reports.report_id = named.report_id
),

scoped as (
    select
        *,
        coalesce((canonical_kind = 'government') <> (scope = 'whole_area'), false)
            as is_unusual_scope
    from identified
)

select
    scoped.report_id,
    scoped.document_sha256,
    scoped.source_path,
    scoped.matched_code as jurisdiction_code,
    scoped.jurisdiction_valid_from_year,
    scoped.stated_jurisdiction_code,
    scoped.jurisdiction_match,
    periods.name_zh as jurisdiction_name_zh,
    periods.name_en as jurisdiction_name_en,
    periods.level as jurisdiction_level,
    periods.province_code,
    scoped.lineage_code,
    scoped.lineage_valid_from_year,
    {{ issuer_key(
        'scoped.matched_code', 'scoped.canonical_name', 'scoped.is_unusual_scope', 'scoped.scope'
    ) }} as issuer_id,
    scoped.canonical_name as issuer_name,
    scoped.canonical_kind as issuer_kind,
    scoped.issuer_name as stated_issuer_name,
    scoped.compiler_name,
    scoped.organ_name,
    scoped.is_area_government,
    scoped.is_unusual_scope,
    scoped.scope,
    scoped.year,
    scoped.period_start,
    scoped.period_end,
    scoped.form,
    scoped.title,
    scoped.published_date,
    scoped.media_type,
    scoped.reader,
    scoped.reader_version
from scoped
left join periods
    on
        scoped.matched_code = periods.jurisdiction_code
        and scoped.jurisdiction_valid_from_year = periods.valid_from_year
