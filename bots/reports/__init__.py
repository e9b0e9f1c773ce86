"""Irregularity reports: places, categories, severity, routing, states and the secrecy guard; pure."""
