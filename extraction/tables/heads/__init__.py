"""The head of a table: which columns of the form it names, however it is cut, torn or ordered."""
