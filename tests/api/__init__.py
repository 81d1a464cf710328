"""The API as programs meet it: over HTTP, with tokens, on both databases."""
