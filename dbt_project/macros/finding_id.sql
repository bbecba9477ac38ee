{# A text: the identifier of a doubt, alike in every build. It is made from what the doubt is about
   (the bytes of the document, rule, item, applicant, numbers), never from places of rows or the
   path of the file, so that a review decision finds its doubt again. Doubts without numbers are
   told apart by their message. A rule whose expected value moves whenever any other report is
   added leaves it out. #}
{% macro finding_id(is_keyed_by_expected) -%}
    md5(
        document_sha256
        || ' ' || rule_code
        || ' ' || coalesce(item_code, '')
        || ' ' || coalesce(applicant_type, '')
        || ' ' || case
            when {{ is_keyed_by_expected }} then coalesce({{ plain_number('expected') }}, '')
            else ''
        end
        || ' ' || coalesce({{ plain_number('actual') }}, '')
        || case when expected is null and actual is null then ' ' || message else '' end
    )
{%- endmacro %}
