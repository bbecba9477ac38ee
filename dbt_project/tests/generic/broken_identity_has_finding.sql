{# Every broken sum was noticed when the report was read: no silent wrong number. #}
{% test broken_identity_has_finding(model, rule, findings) %}
select broken.*
from ({{ broken_identities(model, rule) }}) as broken
left join {{ findings }} as findings
    on
        broken.report_id = findings.report_id
        and findings.rule_code = '{{ rule }}'
        and (
            findings.item_code is null
            or broken.item_code is null
            or broken.item_code = findings.item_code
        )
        and (findings.applicant_type is null or broken.applicant_type = findings.applicant_type)
where findings.report_id is null
{% endtest %}
