"""Pages on which every character has its place: printed, recognised from a picture, or typed.

Readers of PDF, of scans and of text in columns make a `Page` each in their way; here it becomes
paragraphs and tables.
"""
