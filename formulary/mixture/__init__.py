"""The arithmetic of a cocktail: what every stock brings, and what is in the finished mixture."""
