"""Ledgers as past releases wrote them, read for ever: a folder per released schema, a line per shape of an event."""
