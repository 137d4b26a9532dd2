"""What formulary speaks of: recipes, ingredients, products, indications and policies, all immutable."""
