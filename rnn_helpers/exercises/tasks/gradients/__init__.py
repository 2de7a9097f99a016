"""Exercises on vanishing and exploding gradients."""

NOTEBOOK = "07"
