"""Every text a person reads: Fluent messages in Albanian (authoritative) and English."""
