"""The channels: verify, decode, encode and send; one adapter a provider, no dialogue and no texts."""
