"""The tables that Python writes, as Pandera models. dbt owns every table after these.

`tables` declares them, `validation` checks a frame against its declaration. Nobody keeps a
third list: the writers take their column types from here and the dbt sources are tested
against these models.
"""
