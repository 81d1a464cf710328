"""The event log: append, seal, read, project, verify. Knows nothing of rectification; could be lifted out whole.

Read in this order: event, codec, tables, store, sealer, projection, verify.
"""
