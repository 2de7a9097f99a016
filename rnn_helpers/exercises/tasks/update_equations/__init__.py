"""Exercises on the update equations."""

NOTEBOOK = "05"
