"""Stands in for dbt's `target` when sqlfluff renders a model: the jinja templater has none."""

database = "build"
