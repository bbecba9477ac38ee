"""Telling people about nights: which events, in which words, by which way, until it arrives."""
