"""Damage that whole reports take on their way: what is lost, doubled or run together in a file."""
