"""Requests for accreditation, from filing to what is late with them."""
