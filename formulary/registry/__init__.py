"""The registry: what people do with formulas, from the first draft to retirement, and who may do it."""
