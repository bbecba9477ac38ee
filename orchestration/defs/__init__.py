"""Dagster definitions, one folder a stage: ingest, extract, warehouse, publish, automation."""
