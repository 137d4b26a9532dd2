"""One file for each schema that was released; none is ever changed."""
