"""A registry of sources in, raw files out: finds reports on government sites and files them.

Plain Python; knows nothing of dagster, dbt or of how a report is read.
"""
