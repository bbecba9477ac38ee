{# The identifier of a body: MD5 of its division's code and its name. Where it reports on
   something else than bodies of its kind do (a government on its own level, a department on all
   bodies below), that is another issuer, so that a year never mixes the two. #}
{% macro issuer_key(code, name, is_unusual_scope='false', scope="''") -%}
    md5(
        {{ code }} || ' ' || {{ name }}
        || case when {{ is_unusual_scope }} then ' ' || {{ scope }} else '' end
    )
{%- endmacro %}
