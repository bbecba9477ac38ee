-- Grain: report_id.
-- Reports name their issuer now with and now without the divisions above (河北省张家口市沽源县
-- 人民政府, 沽源县人民政府), now by the name of the division in the data year and now by an older or
-- a later one. own_part is what follows the division's name; null where the name does not begin
-- with it (南京海关).
-- An office whose report covers the whole area compiled the report of its government.
with

reports as (
    select * from {{ ref('stg_extraction__reports') }}
),

claims as (
    select * from {{ ref('int_jurisdiction_claims__matched') }}
),

periods as (
    select * from {{ ref('int_jurisdiction_periods__placed') }}
),

located as (
    select
        reports.report_id,
        reports.jurisdiction_code as stated_jurisdiction_code,
        coalesce(claims.jurisdiction_code, reports.jurisdiction_code) as jurisdiction_code,
        claims.jurisdiction_match,
        periods.valid_from_year as jurisdiction_valid_from_year,
        periods.name_zh,
        periods.level,
        periods.government_name,
        periods.lineage_code,
        periods.lineage_valid_from_year,
        case when periods.province_code <> periods.jurisdiction_code then periods.province_name_zh
        end as province_name_zh,
        case when periods.parent_code <> '000000' then periods.parent_name_zh
        end as parent_name_zh,
        replace(replace(reports.issuer_name, ' ', ''), '　', '') as spaceless_name,
        reports.issuer_kind,
        coalesce(reports.issuer_kind = 'office' and reports.scope = 'whole_area', false)
            as is_compiler
    from reports
    left join claims
        on
            reports.jurisdiction_code = claims.stated_code
            and coalesce(reports.year, 0) = coalesce(claims.year, 0)
    left join periods
        on
            claims.jurisdiction_code = periods.jurisdiction_code
            and claims.valid_from_year = periods.valid_from_year
),

without_province as (
    select
        *,
        {{ without_prefix('spaceless_name', 'province_name_zh') }} as provincial_name
    from located
),

without_parents as (
    select
        *,
        {{ without_prefix('provincial_name', 'parent_name_zh') }} as body_name
    from without_province
),

offices_resolved as (
    select
        *,
        case
            when not is_compiler then body_name
            when body_name like '%办公室' or body_name like '%办公厅'
                then substr(body_name, 1, length(body_name) - 3)
            when body_name like '%办' then substr(body_name, 1, length(body_name) - 1)
            else body_name
        end as body_or_government
    from without_parents
),

principals as (
    select
        *,
        case
            when body_or_government like '%管委会'
                then
                    substr(body_or_government, 1, length(body_or_government) - 3)
                    || '管理委员会'
            else body_or_government
        end as principal_name
    from offices_resolved
),

own_names as (
    select
        principals.report_id,
        max(length(periods.name_zh)) as name_length
    from principals
    inner join periods
        on
            principals.lineage_code = periods.lineage_code
            and principals.lineage_valid_from_year = periods.lineage_valid_from_year
            and starts_with(principals.principal_name, periods.name_zh)
    group by principals.report_id
),

parted as (
    select
        principals.*,
        case
            when own_names.name_length is not null
                then substr(principals.principal_name, own_names.name_length + 1)
            when principals.level = 'country' then principals.principal_name
        end as own_part
    from principals
    left join own_names on principals.report_id = own_names.report_id
)

select
    report_id,
    stated_jurisdiction_code,
    jurisdiction_code,
    jurisdiction_match,
    jurisdiction_valid_from_year,
    level as jurisdiction_level,
    name_zh as jurisdiction_name_zh,
    government_name,
    lineage_code,
    lineage_valid_from_year,
    nullif(principal_name, '') as principal_name,
    case when body_or_government <> body_name then body_name end as compiler_name,
    nullif(own_part, '') as own_part,
    coalesce(
        (issuer_kind = 'government' or is_compiler)
        and (
            principal_name = government_name
            or own_part in (
                '', '人民政府', '政府', '行政公署', '行署', '管理委员会'
            )
        ),
        false
    ) as is_area_government
from parted
