"""Runs the project: what is read when, where it is kept, how it is published.

`defs/` holds the Dagster definitions, one folder a stage; the modules beside it hold the plain
functions that the definitions and the command line both call. What a report says is decided in
`extraction/`, what a table holds in `schemas/` and `dbt_project/`.
"""
