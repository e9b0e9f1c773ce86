"""Chats, the phone and the help center: each turn one transaction."""
