"""A registry of serum-cocktail formulas for mesotherapy, and the validator that keeps them safe."""

__version__ = "0.1.0"
