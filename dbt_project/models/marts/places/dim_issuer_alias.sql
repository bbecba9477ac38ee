-- Grain: issuer_id, alias_name.
-- The names under which a body reported, and those that its name in full has by rule. A name that
-- is both is the one reported.
with

issuers as (
    select * from {{ ref('int_issuers__listed') }}
),

reports as (
    select * from {{ ref('int_reports__ranked') }}
    where issuer_id is not null
),

periods as (
    select * from {{ ref('int_jurisdiction_periods__placed') }}
),

organ_names as (
    select * from {{ ref('organ_names') }}
),

reported as (
    select
        issuer_id,
        stated_issuer_name as alias_name,
        case when max(compiler_name) is not null then 'compiler' else 'reported' end as alias_kind,
        1 as preference,
        min(year) as first_year,
        max(year) as last_year,
        count(*) as report_count
    from reports
    group by issuer_id, stated_issuer_name
),

-- 自治区 and 地区 call themselves so; other divisions go by the last character of their name.
placed as (
    select
        issuers.*,
        periods.name_zh,
        periods.full_name_zh,
        periods.level,
        case
            when periods.name_zh like '%自治区' then '自治区'
            when periods.name_zh like '%地区' then '地区'
            else substr(periods.name_zh, length(periods.name_zh), 1)
        end as level_word,
        row_number() over (
            partition by issuers.issuer_id order by periods.valid_from_year desc
        ) as preference
    from issuers
    inner join periods
        on
            issuers.jurisdiction_code = periods.jurisdiction_code
            and issuers.valid_from_year <= coalesce(periods.valid_to_year, 9999)
            and coalesce(issuers.valid_to_year, 9999) >= periods.valid_from_year
            and starts_with(issuers.issuer_name, periods.name_zh)
),

below_country as (
    select
        *,
        substr(issuer_name, length(name_zh) + 1) as own_part
    from placed
    where preference = 1 and level <> 'country'
),

contracted as (
    select
        below_country.issuer_id,
        below_country.name_zh,
        below_country.level_word,
        organ_names.short_name
    from below_country
    inner join organ_names
        on
            below_country.organ_name = organ_names.full_name
            and organ_names.applies_to = 'local'
    union all
    select
        issuer_id,
        name_zh,
        level_word,
        case own_part when '人民政府' then '政府' else '行署' end as short_name
    from below_country
    where is_area_government and own_part in ('人民政府', '行政公署')
),

by_rule as (
    select
        issuer_id,
        issuer_name as alias_name,
        'official' as alias_kind,
        2 as preference
    from issuers
    union all
    select
        issuer_id,
        full_name_zh || own_part as alias_name,
        'with_divisions_above' as alias_kind,
        3 as preference
    from below_country
    union all
    select
        issuer_id,
        name_zh as alias_name,
        'name_of_area' as alias_kind,
        4 as preference
    from below_country
    where is_area_government
    union all
    select
        issuer_id,
        name_zh || short_name as alias_name,
        'contraction' as alias_kind,
        5 as preference
    from contracted
    union all
    select
        issuer_id,
        level_word || short_name as alias_name,
        'within_area' as alias_kind,
        6 as preference
    from contracted
    union all
    select
        issuer_id,
        level_word || own_part as alias_name,
        'within_area' as alias_kind,
        7 as preference
    from below_country
    where own_part <> ''
    union all
    select
        issuers.issuer_id,
        organ_names.short_name as alias_name,
        'contraction' as alias_kind,
        8 as preference
    from issuers
    inner join organ_names
        on
            issuers.organ_name = organ_names.full_name
            and organ_names.applies_to = 'central'
    where issuers.jurisdiction_code = '000000'
),

named as (
    select
        issuer_id,
        alias_name,
        alias_kind,
        preference,
        first_year,
        last_year,
        report_count
    from reported
    union all
    select
        issuer_id,
        alias_name,
        alias_kind,
        preference,
        null as first_year,
        null as last_year,
        0 as report_count
    from by_rule
),

ranked as (
    select
        *,
        row_number() over (
            partition by issuer_id, alias_name order by preference, alias_kind
        ) as choice,
        max(case when alias_kind = 'official' then 1 else 0 end) over (
            partition by issuer_id, alias_name
        ) as official_count
    from named
),

counted as (
    select
        alias_name,
        count(*) as issuer_count
    from ranked
    where choice = 1
    group by alias_name
)

select
    ranked.issuer_id,
    ranked.alias_name,
    case when ranked.official_count = 1 then 'official' else ranked.alias_kind end as alias_kind,
    cast(ranked.first_year as smallint) as first_year,
    cast(ranked.last_year as smallint) as last_year,
    cast(ranked.report_count as bigint) as report_count,
    counted.issuer_count
from ranked
inner join counted on ranked.alias_name = counted.alias_name
where ranked.choice = 1
order by ranked.issuer_id, ranked.alias_name
