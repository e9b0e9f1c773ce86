"""Organisations that send observers: admission, keys, and what is registered of them."""
