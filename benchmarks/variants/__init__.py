"""Invented reports whose tables differ from the form: drawn as documents, file types apart."""
