"""The text of a report around its tables: sections, and the quantities that sentences state."""
