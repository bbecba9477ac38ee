"""Tables laid out in other ways than the form's, and how they are put as the form has them.

`as_in_the_form` puts one after another; `told_in_lines` makes tables of lines where none was read.
"""
