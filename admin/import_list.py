"""Importing a rectification list. Not registered yet."""
