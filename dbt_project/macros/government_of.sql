{# The name of the government of a division, from a row of its periods: 地区 and 盟 have an
   administrative office (行政公署) of the province (organic law of local governments, art. 85),
   a new area (新区) that is no unit of GB/T 2260 a management committee (管理委员会), the country
   the State Council (国务院). #}
{% macro government_of(period) -%}
    case
        when {{ period }}.level = 'country' then '国务院'
        when {{ period }}.name_zh like '%地区' or {{ period }}.name_zh like '%盟'
            then {{ period }}.name_zh || '行政公署'
        when {{ period }}.name_zh like '%新区' and not {{ period }}.is_gbt2260
            then {{ period }}.name_zh || '管理委员会'
        else {{ period }}.name_zh || '人民政府'
    end
{%- endmacro %}
