"""Invented reports with known values, written in the manners in which web pages and texts hold
them. `report` invents one, `pages` and `texts` write it; `python -m benchmarks.manners` reads
every manner and prints what came out."""
