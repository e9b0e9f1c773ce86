"""Decisions of the competent commissions: proposed, drafted into acts, put in effect, published."""
