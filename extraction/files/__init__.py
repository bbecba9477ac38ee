"""What a file is, whatever its name says: its type, its encoding, what is packed in it."""
