"""The dbt project, built on small interim tables: rows in, published rows out."""
