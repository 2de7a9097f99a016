"""Exercises on sequences versus sets."""

NOTEBOOK = "01"
