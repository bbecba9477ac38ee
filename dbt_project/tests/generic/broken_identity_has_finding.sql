{# Every broken sum was noticed when the report was read: no silent wrong number. #}
{% test broken_identity_has_finding(model, findings) %}
select broken.*
from {{ model }} as broken
left join {{ findings }} as findings
    on
        broken.report_id = findings.report_id
        and broken.rule_code = findings.rule_code
        and (
            findings.item_code is null
            or broken.item_code is null
            or broken.item_code = findings.item_code
        )
        and (findings.applicant_type is null or broken.applicant_type = findings.applicant_type)
where findings.report_id is null
{% endtest %}
