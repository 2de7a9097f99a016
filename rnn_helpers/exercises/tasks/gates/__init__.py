"""Exercises on gates."""

NOTEBOOK = "08"
