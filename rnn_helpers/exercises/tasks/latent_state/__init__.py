"""Exercises on the latent state."""

NOTEBOOK = "02"
