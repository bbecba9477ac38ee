with

inventory as (
    select * from {{ source('ingest', 'inventory') }}
)

select
    source_path,
    document_sha256,
    byte_count,
    filed_year,
    claimed_jurisdiction_code,
    claimed_year,
    source_url,
    fetched_at,
    publisher,
    declared_issuer,
    source_note,
    sidecar_error,
    vanished_date
from inventory
