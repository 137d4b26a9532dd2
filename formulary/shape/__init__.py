"""A document against the JSON Schema of its kind: one finding for each fault of shape."""
