"""The conversation: what is understood and what is said, pure and one for all channels."""
