"""Coded event data sets: published tables become statements."""
