-- Grain: report_number; a row where any figure of the report counts as the newest form counts.
-- Its headline figures and rates side by side: those of the official tables that count exactly,
-- none of the prose. What is reckoned from two reports is not here.
{% set rates = headline_rates() | reject('equalto', 'requests_received_change_rate') | list %}
with

figures as (
    select * from {{ ref('int_series_figures__chosen') }}
    where not is_prose and comparability_rank = 1 {{ only_changed_numbers() }}
),

series as (
    select * from {{ ref('series') }}
),

ratios as (
    select * from {{ ref('int_indicator_ratios__divided') }}
    where not is_prose and comparability_rank = 1 {{ only_changed_numbers() }}
),

indicators as (
    select * from {{ ref('indicators') }}
),

figures_by_report as (
    select
        figures.report_number,
        {% for figure in headline_figures() %}
            max(
                case
                    when series.series_code = '{{ figure }}'
                        then {{ whole_number('figures.value') }}
                end
            ) as {{ figure }},
        {% endfor %}
        max(case when series.series_code = 'administrative_charges' then figures.value end)
            as administrative_charges
    from figures
    inner join series on figures.series_number = series.sort_order
    group by figures.report_number
),

rates_by_report as (
    select
        ratios.report_number,
        {% for rate in rates %}
            max(case when indicators.indicator_code = '{{ rate }}' then ratios.value end)
                as {{ rate }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from ratios
    inner join indicators on ratios.indicator_number = indicators.sort_order
    group by ratios.report_number
)

select
    figures_by_report.*,
    {% for rate in rates %}
        rates_by_report.{{ rate }}{% if not loop.last %},{% endif %}
    {% endfor %}
from figures_by_report
left join rates_by_report on figures_by_report.report_number = rates_by_report.report_number
