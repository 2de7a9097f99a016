"""Exercises on the engines side by side."""

NOTEBOOK = "10"
