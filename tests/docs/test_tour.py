"""The README can be followed: its tour is walked, and what comes out has the shape that it shows."""

from __future__ import annotations

import pytest

from tests.docs import tour


@pytest.fixture(scope="module")
def readme() -> str:
    """The README as it is in the repository."""
    return tour.README.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def walked(readme) -> tuple[str, list[tour.Step], list[str]]:
    """What a demo of its own printed at its start, the steps, and the output of each, walked once."""
    steps = tour.steps(readme)
    with tour.served() as service:
        outputs = tour.walk(service, [step.commands for step in steps])
        printed = tour.as_told(service, service.printed)
    return printed, steps, outputs


def test_every_output_has_the_shape_that_is_shown(walked):
    """Each step prints what the README shows, but for keys, numbers, instants and hashes."""
    _, steps, outputs = walked
    expected = [tour.shape(step.output) for step in steps if step.output is not None]
    actual = [
        tour.shape(output) for step, output in zip(steps, outputs, strict=True) if step.output is not None
    ]

    assert expected == actual


def test_a_step_without_an_output_prints_nothing(walked):
    """What the README leaves out is nothing."""
    _, steps, outputs = walked
    silent = [output for step, output in zip(steps, outputs, strict=True) if step.output is None]

    assert "".join(silent).strip() == ""


def test_the_start_prints_what_is_shown(readme, walked):
    """`make run` prints the keys and addresses that the README shows."""
    printed, *_ = walked
    shown = tour.PRINTED.search(readme)[2]

    assert tour.shape(shown) == tour.shape(printed)
