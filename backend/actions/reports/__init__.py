"""Reports of irregularities: filed, followed, answered."""
