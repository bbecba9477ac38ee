with

rejected_documents as (
    select * from {{ source('extracted', 'rejected_documents') }}
)

select
    source_path,
    document_sha256,
    reason_code,
    reason
from rejected_documents
