"""The seed files as one immutable catalogue with its policies, cross-checked, each with its SHA-256."""
