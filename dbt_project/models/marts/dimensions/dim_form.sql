-- Grain: form.
with

forms as (
    select * from {{ ref('forms') }}
)

select
    form,
    label_zh,
    label_en,
    notice_number,
    first_year,
    last_year,
    note
from forms
order by first_year
