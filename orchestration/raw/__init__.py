"""The raw folder: what lies in it, where it came from, and what has changed."""
