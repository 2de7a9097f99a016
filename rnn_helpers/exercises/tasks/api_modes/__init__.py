"""Exercises on the layer and its API modes."""

NOTEBOOK = "04"
