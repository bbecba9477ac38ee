-- Grain: source_path.
with

rejected_documents as (
    select * from {{ ref('stg_extraction__rejected_documents') }}
),

inventory as (
    select * from {{ ref('stg_ingest__inventory') }}
)

select
    rejected_documents.source_path,
    rejected_documents.document_sha256,
    rejected_documents.reason_code,
    rejected_documents.reason,
    inventory.byte_count,
    inventory.claimed_jurisdiction_code,
    inventory.claimed_year,
    inventory.source_url
from rejected_documents
left join inventory on rejected_documents.source_path = inventory.source_path
order by rejected_documents.source_path
