"""JSON routes, webhook intake and the public badge check."""
