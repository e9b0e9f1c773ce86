"""`python -m backend.cli` is the same as `vezhgo`."""

from backend.cli import main

main()
