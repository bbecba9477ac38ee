"""The journal of each night, its page, and how a night is concluded.

Plain Python: the assets of a Dagster run and `gongkai night` write the same journal.
"""
