with

prints as (
    select * from {{ source('changed', 'prints') }}
)

select
    report_id,
    print
from prints
