"""Stands in for dbt's `api` when sqlfluff renders a model: the jinja templater has none."""


class Relation:
    @staticmethod
    def create(database: str, schema: str, identifier: str) -> str:
        """The name of a relation, without its database."""
        return f"{schema}.{identifier}"
