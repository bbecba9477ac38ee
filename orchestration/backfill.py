"""Read files again though nothing about them has changed, as after a mended reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from orchestration.lake import Lake
from orchestration.raw.inventory import FILED_YEARS, UNFILED, folder_claims
from orchestration.reading.partitions import forget_documents, read_receipt, read_tables


def forget(
    lake: Lake,
    filed_years: Iterable[str] = FILED_YEARS,
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
) -> int:
    """Have the next extraction read these files again. Returns how many there are.

    filed_years: partitions. regions: division codes, each with all divisions below it; none
    stands for all. years: data years, which matters for files whose folder claims none.
    A run that is killed after this loses nothing: the files are then read by the next.
    """
    chosen = 0
    for filed_year in filed_years:
        if filed_year == UNFILED:
            chosen += _forget_unfiled(lake, regions, years)
        elif not years or int(filed_year) in years:
            chosen += forget_documents(
                lake, filed_year, lambda path: is_of(folder_claims(path)[0], regions)
            )
    return chosen


def _forget_unfiled(lake: Lake, regions: Sequence[str], years: Sequence[int]) -> int:
    """Of files without a claim the reading says whose they are; those not read are all meant."""
    if read_receipt(lake, UNFILED) is None:
        return 0
    reports = read_tables(lake, UNFILED)["reports"]
    said = {
        path: (code, year)
        for path, code, year in reports.select(
            "source_path", pl.col("jurisdiction_code"), pl.col("year")
        ).iter_rows()
    }

    def is_chosen(path: str) -> bool:
        code, year = said.get(path, (None, None))
        if path not in said:
            return True
        return is_of(code, regions) and (not years or year in years)

    return forget_documents(lake, UNFILED, is_chosen)


def is_of(code: str | None, regions: Sequence[str]) -> bool:
    """Whether a division is one of these or lies below one of them; see GB/T 2260."""
    if not regions:
        return True
    return code is not None and any(code.startswith(_stem(region)) for region in regions)


def _stem(region: str) -> str:
    """What the codes of a division and of all below it begin with: 320000 32, 320800 3208."""
    if region == "000000":  # the central bodies, not the whole country
        return region
    for end in ("0000", "00"):
        if region.endswith(end):
            return region.removesuffix(end)
    return region
