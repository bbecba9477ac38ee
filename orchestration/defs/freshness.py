"""How old what readers open may become."""

from datetime import timedelta

import dagster as dg

NIGHTLY = dg.FreshnessPolicy.time_window(
    warn_window=timedelta(hours=32), fail_window=timedelta(hours=56)
)
"""One night missed is a warning, two are a failure; eight hours are left for a long night.

A night that finds nothing new counts: it has looked.
"""
