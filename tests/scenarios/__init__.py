"""Whole conversations, entered by the front door."""
