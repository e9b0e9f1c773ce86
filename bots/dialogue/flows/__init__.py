"""The flows of the conversation, one file each, as tables of steps."""
