"""The audit: whether what the registry holds is what its events say, and whether people signed it."""
