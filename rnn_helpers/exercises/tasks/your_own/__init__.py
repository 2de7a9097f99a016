"""Exercises on the reader's own sequence."""

NOTEBOOK = "12"
