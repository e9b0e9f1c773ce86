"""What the public may count."""
