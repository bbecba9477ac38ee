{# Every issuer has one report to use for each year that it reports on. #}
{% test one_current_report(model) %}
select
    issuer_id,
    year,
    count(*) filter (where is_current) as current_count
from {{ model }}
where issuer_id is not null and year is not null
group by issuer_id, year
having count(*) filter (where is_current) <> 1
{% endtest %}
