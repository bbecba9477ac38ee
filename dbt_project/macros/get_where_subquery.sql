{# dbt asks here what rows a test looks at. Of tables whose rows are made of one report alone, it
   looks at those of reports that are made anew; the others passed in an earlier build. The cells
   are looked at where they come from: every_fact_is_published sees that none is lost. #}
{% macro get_where_subquery(relation) -%}
    {%- set by_report = ['report_section', 'fct_narrative_figure', 'int_cells__counted',
        'int_identities__broken'] -%}
    {%- set by_number = ['int_series_figures__chosen', 'int_indicator_ratios__divided'] -%}
    {%- set rows = source('changed', 'facts') if relation.identifier == 'fct_disclosure'
        else relation -%}
    {%- set conditions = [config.get('where', '')] -%}
    {%- if relation.identifier in by_report -%}
        {%- do conditions.append('report_id in (' ~ changed_reports() ~ ')') -%}
    {%- elif relation.identifier in by_number -%}
        {%- do conditions.append('report_number in (' ~ changed_numbers() ~ ')') -%}
    {%- endif -%}
    {%- set conditions = conditions | select | list -%}
    {%- if conditions -%}
        (select * from {{ rows }} where {{ conditions | join(' and ') }})
    {%- else -%}
        {{ rows }}
    {%- endif -%}
{%- endmacro %}
