{# A value stands exactly where the status says that one is known; a blank or dash is never 0. #}
{% test value_only_where_known(model) %}
select *
from {{ model }}
where (value is not null) <> (value_status in ('reported', 'inferred', 'repaired'))
{% endtest %}
