"""Bytes to a Document: readers that refuse what is ambiguous, and positions for who asks."""
