"""Faults of machines and people, each tested by doing it."""
