"""The ways out of a release: one module a file format."""
