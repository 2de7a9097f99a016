"""Exercises on back propagation through time."""

NOTEBOOK = "06"
