"""Tables of a text whose columns are aligned by spaces."""
