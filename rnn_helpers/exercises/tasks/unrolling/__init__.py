"""Exercises on unrolling the loop."""

NOTEBOOK = "03"
