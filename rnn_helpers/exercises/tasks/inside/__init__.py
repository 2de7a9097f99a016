"""Exercises on looking inside the state."""

NOTEBOOK = "09"
