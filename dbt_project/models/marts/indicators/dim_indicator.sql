-- Grain: indicator_code.
-- Since when an indicator can be had, and since when its years can be compared, follows from the
-- crosswalk of the two series that it divides.
with

indicators as (
    select * from {{ ref('indicators') }}
),

series as (
    select * from {{ ref('series') }}
),

series_forms as (
    select * from {{ ref('series_forms') }}
),

forms as (
    select * from {{ ref('forms') }}
),

asked as (
    select
        indicators.indicator_code,
        min(forms.first_year) as first_year,
        case when count(forms.last_year) = count(*) then max(forms.last_year) end as last_year,
        max(greatest(numerators.segment, denominators.segment)) as latest_segment
    from indicators
    inner join series_forms as numerators on indicators.numerator_series = numerators.series_code
    inner join series_forms as denominators
        on
            indicators.denominator_series = denominators.series_code
            and numerators.form = denominators.form
    inner join forms on numerators.form = forms.form
    group by indicators.indicator_code
)

select
    indicators.indicator_code,
    indicators.label_en,
    indicators.label_zh,
    indicators.kind,
    case
        when indicators.kind = 'change'
            then
                '(' || indicators.numerator_series || ' - ' || indicators.numerator_series
                || ' of the year before) / ' || indicators.numerator_series
                || ' of the year before'
        when indicators.kind = 'parent'
            then
                indicators.numerator_series || ' / ' || indicators.denominator_series
                || ' of the government above'
        when indicators.scale = 100
            then
                '100 * ' || indicators.numerator_series || ' / ' || indicators.denominator_series
        else indicators.numerator_series || ' / ' || indicators.denominator_series
    end as formula,
    indicators.numerator_series,
    numerators.label_en as numerator_en,
    numerators.label_zh as numerator_zh,
    indicators.denominator_series,
    denominators.label_en as denominator_en,
    denominators.label_zh as denominator_zh,
    indicators.unit,
    indicators.direction,
    indicators.min_denominator,
    forms.form as since_form,
    asked.first_year,
    asked.last_year,
    asked.latest_segment,
    indicators.caveat_en,
    indicators.caveat_zh,
    indicators.sort_order
from indicators
inner join series as numerators on indicators.numerator_series = numerators.series_code
inner join series as denominators on indicators.denominator_series = denominators.series_code
inner join asked on indicators.indicator_code = asked.indicator_code
inner join forms on asked.first_year = forms.first_year
order by indicators.sort_order
