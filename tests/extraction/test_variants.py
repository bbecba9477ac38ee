"""Invented reports whose tables differ from the form, in each way of `benchmarks.variants`."""

import pytest

from benchmarks.manners.report import invent
from benchmarks.variants.__main__ import score, variants
from benchmarks.variants.grids import LAYOUTS

ABSENT = {"table 3: no total"}
"""Variants that leave numbers of the form out."""

ONLY_IN_GRIDS = {
    "table 3: shares behind",
    "table 3: last year's total behind",
    "table 3: total in front",
    "table 3: applicants apart",
    "table 3: columns apart",
    "table 3: rows and columns swapped",
    "table 4: outcomes as rows",
}
"""Variants that cannot be told where cells have an order only: nothing of them is read."""


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("name", "vary"), list(variants()))
def test_tables_that_differ_from_the_form_are_read_whole_or_said_to_be_missing(name, vary, layout):
    for form, seed in (("2019", 1), ("2021", 2)):
        report = invent(seed, form)
        found = score(report, vary, layout, seed)
        assert (found.wrong, found.silent) == (0, 0), found.details
        is_readable = layout == "spans" or name not in ONLY_IN_GRIDS
        if is_readable and name not in ABSENT:
            assert found.missing == 0, found.details
