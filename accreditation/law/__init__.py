"""The law as data: citations, editions of the code, the table of limits, readings and how they count."""
