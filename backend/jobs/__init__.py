"""Intake, outbox, deadlines: everything that happens without a person waiting for a page."""
