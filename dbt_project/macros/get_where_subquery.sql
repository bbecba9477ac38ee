{# dbt asks here what rows a test looks at. Of tables whose rows are made of one report alone, it
   looks at those of reports that have changed since the last build, in which the others passed; in
   a build that begins with nothing these are all. #}
{% macro get_where_subquery(relation) -%}
    {%- set by_report = ['fct_disclosure', 'report_section', 'fct_narrative_figure',
        'int_cells__counted', 'int_identities__broken'] -%}
    {%- set by_number = ['int_series_figures__chosen', 'int_indicator_ratios__divided'] -%}
    {%- set conditions = [config.get('where', '')] -%}
    {%- if relation.identifier in by_report -%}
        {%- do conditions.append('report_id in (' ~ changed_reports() ~ ')') -%}
    {%- elif relation.identifier in by_number -%}
        {%- do conditions.append('report_number in (' ~ changed_numbers() ~ ')') -%}
    {%- endif -%}
    {%- set conditions = conditions | select | list -%}
    {%- if conditions -%}
        (select * from {{ relation }} where {{ conditions | join(' and ') }})
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}
