-- Grain: applicant_type.
with

applicant_types as (
    select * from {{ ref('applicant_types') }}
)

select
    applicant_type,
    label_zh,
    label_en,
    group_label_zh,
    group_label_en,
    parent_type,
    sort_order
from applicant_types
order by sort_order
