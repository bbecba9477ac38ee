{# A query: for each row of `rows` (report_id, code, year) the jurisdiction's row of the period
   in force in that year; where none is, the nearest one before, else the first after. A row
   without a year takes the latest period. Rows whose code is unknown are left out. #}
{% macro name_in_year(rows, jurisdictions) -%}
    select
        candidates.report_id,
        candidates.name_zh,
        candidates.name_en,
        candidates.level,
        candidates.parent_code,
        candidates.province_code
    from (
        select
            {{ rows }}.report_id,
            {{ jurisdictions }}.name_zh,
            {{ jurisdictions }}.name_en,
            {{ jurisdictions }}.level,
            {{ jurisdictions }}.parent_code,
            {{ jurisdictions }}.province_code,
            row_number() over (
                partition by {{ rows }}.report_id
                order by
                    {{ jurisdictions }}.valid_from_year > coalesce({{ rows }}.year, 9999),
                    abs({{ jurisdictions }}.valid_from_year - coalesce({{ rows }}.year, 9999))
            ) as preference
        from {{ rows }}
        inner join {{ jurisdictions }} on {{ rows }}.code = {{ jurisdictions }}.jurisdiction_code
    ) as candidates
    where candidates.preference = 1
{%- endmacro %}
