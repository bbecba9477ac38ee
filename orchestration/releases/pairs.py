"""Which reports of two releases are the same one, and why they may differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from orchestration.releases.tables import SCHEMA

_REPORT_FACTS = (
    "jurisdiction_code",
    "issuer_name",
    "issuer_kind",
    "scope",
    "year",
    "period_start",
    "period_end",
    "form",
    "title",
    "published_date",
    "is_current",
)
"""What a report says of itself, and whether it is the one to use."""
_STANDING = "is_current"
_REPLACED_BY = "replaced_by_report_id"

IS_OTHER_VERSION = """(
    says_the_same and (
        replaced_by in (select report_id from pairs where cause <> 'rules')
        or replaced_by_before in (select report_id_before from pairs where cause <> 'rules')
    )
)"""
"""SQL on a row of `pairs`: the report says the same, but whether it is the one to use differs, and
the report that is, or was, in its place is new, gone, or read otherwise."""


def pairs_sql(shared: Collection[str]) -> str:
    """SQL that makes `pairs`: the reports of both, by path, with why they may differ.

    shared: the columns that dim_report has in both.
    """
    facts = [name for name in _REPORT_FACTS if name in shared]
    replaced_by = _REPLACED_BY if _REPLACED_BY in shared else "null::varchar"

    def hashed(names: Iterable[str]) -> str:
        values = ", ".join(f"coalesce({name}::varchar, '')" for name in names)
        return f"""hash({values or "''"})"""

    def described(database: str) -> str:
        return f"""(
            select source_path, report_id, document_sha256, reader_version,
                {hashed(facts)} as identity_hash,
                {hashed(name for name in facts if name != _STANDING)} as own_hash,
                {replaced_by} as replaced_by
            from {database}.{SCHEMA}.dim_report
        )"""

    return f"""
        create temp table pairs as
        select
            coalesce(new.source_path, old.source_path) as source_path,
            old.report_id as report_id_before,
            new.report_id,
            coalesce(old.document_sha256 = new.document_sha256, false) as has_same_bytes,
            coalesce(old.identity_hash <> new.identity_hash, false) as has_other_identity,
            coalesce(old.own_hash = new.own_hash, false) as says_the_same,
            old.replaced_by as replaced_by_before,
            new.replaced_by,
            case
                when old.report_id is null then case
                    when was_rejected.source_path is not null then 'newly_read'
                    when new.document_sha256 in (
                        select document_sha256 from before.{SCHEMA}.dim_report
                    ) then 'moved_file'
                    else 'new_file'
                end
                when new.report_id is null then case
                    when is_rejected.source_path is not null then 'no_longer_read'
                    when old.document_sha256 in (
                        select document_sha256 from build.{SCHEMA}.dim_report
                    ) then 'moved_file'
                    else 'removed_file'
                end
                when old.document_sha256 <> new.document_sha256 then 'changed_file'
                when old.reader_version <> new.reader_version then 'reader'
                else 'rules'
            end as cause
        from {described("before")} as old
        full join {described("build")} as new using (source_path)
        left join before.{SCHEMA}.rejected_document as was_rejected
            on new.source_path = was_rejected.source_path
        left join build.{SCHEMA}.rejected_document as is_rejected
            on old.source_path = is_rejected.source_path
    """
