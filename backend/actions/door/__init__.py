"""Badges and the door: files of a badge, its keys, the verdict, who is inside."""
