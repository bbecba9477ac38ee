"""Releases: published, compared with the one before, listed, gone back to, removed."""
