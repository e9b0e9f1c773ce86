"""Accreditations after the grant: issue, suspension, revocation, orders, the lane back."""
