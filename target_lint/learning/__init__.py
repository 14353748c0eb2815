"""Measuring (and, later, training) on labelled targets."""
