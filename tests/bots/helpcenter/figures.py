"""The labelled question files beside the tests, cut in two halves by the digest of the text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from bots.helpcenter.evaluate import Question

HERE = Path(__file__).parent


def lines(name: str) -> list[bytes]:
    """The lines of `questions-NAME.jsonl`."""
    return (HERE / f"questions-{name}.jsonl").read_bytes().splitlines()


def questions(name: str) -> list[Question]:
    """The same, decoded."""
    return [msgspec.json.decode(line, type=Question) for line in lines(name)]


def half(text: str) -> str:
    """`fit` for the half of the development questions the weights were fitted on, `report` for the other."""
    return "fit" if hashlib.sha256(text.encode()).digest()[0] % 2 == 0 else "report"


def report_half() -> list[bytes]:
    """The development questions that nothing was fitted on."""
    return [line for line in lines("dev") if half(msgspec.json.decode(line, type=Question).text) == "report"]
