{# All reports of an issuer are on the whole area, or all on its own body: a series of an issuer
   never puts the two in one line. #}
{% test never_mixes_scopes(model) %}
select
    issuer_id,
    count(distinct scope) as scope_count
from {{ model }}
where issuer_id is not null
group by issuer_id
having count(distinct scope) > 1
{% endtest %}
