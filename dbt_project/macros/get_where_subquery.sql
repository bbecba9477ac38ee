{# dbt asks here what rows a test looks at. Of tables whose rows are made of one report alone, it
   looks at those of reports that are made anew; the others passed in an earlier build. Such a table
   is one that forgets changed reports before it runs, or one of the marts named here, which are
   made whole of what a report says. The cells are looked at where they come from:
   every_fact_is_published sees that none is lost. #}
{% macro get_where_subquery(relation) -%}
    {%- set nodes = graph.get('nodes', {}) -%}
    {%- set model = nodes.get('model.' ~ project_name ~ '.' ~ relation.identifier) -%}
    {%- set hooks = model.config['pre-hook'] | map(attribute='sql') | join if model else '' -%}
    {%- set rows = source('changed', 'facts') if relation.identifier == 'fct_disclosure'
        else relation -%}
    {%- set conditions = [config.get('where', '')] -%}
    {%- if 'forget_changed()' in hooks
        or relation.identifier in ['report_section', 'fct_narrative_figure'] -%}
        {%- do conditions.append('report_id in (' ~ changed_reports() ~ ')') -%}
    {%- elif 'forget_changed_numbers()' in hooks -%}
        {%- do conditions.append('report_number in (' ~ changed_numbers() ~ ')') -%}
    {%- endif -%}
    {%- set conditions = conditions | select | list -%}
    {%- if conditions -%}
        (select * from {{ rows }} where {{ conditions | join(' and ') }})
    {%- else -%}
        {{ rows }}
    {%- endif -%}
{%- endmacro %}
