-- Grain: report_number, indicator_number.
-- A view: the ratios of each report, and what is reckoned from two reports.
{% set columns = [
    'report_number', 'indicator_number', 'numerator', 'denominator', 'value', 'is_prose', 'segment',
    'comparability_rank'
] -%}
select
    {{ columns | join(', ') }},
    null as compared_report_number
from {{ ref('int_indicator_ratios__divided') }}

union all

select
    {{ columns | join(', ') }},
    compared_report_number
from {{ ref('int_indicator_comparisons__divided') }}
