{# The form's own sum holds. One that does not is usually the agency's error: keep and count. #}
{% test identity_holds(model, rule) %}
select * from {{ model }} where rule_code = '{{ rule }}'
{% endtest %}
