"""The commission's plain web pages and the web chat."""
