"""Exercises on linear recurrences, scans, and what they cannot do."""

NOTEBOOK = "11"
