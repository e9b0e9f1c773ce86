"""SQL and row structs, one module per aggregate; no rules live here."""
