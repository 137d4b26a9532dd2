"""A mixture against a policy: one Comparison per limit, read by rules, explanations and exports alike."""
