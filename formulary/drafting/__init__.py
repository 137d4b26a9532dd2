"""Files for people to finish: the entry of an unknown ingredient, and a new recipe."""
