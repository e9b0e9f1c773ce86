"""Setting text into a box on paper: it shrinks, then breaks, and is never clipped.

Widths grow in proportion to the size, so each word is measured once and tried at many sizes.
"""

from collections.abc import Callable, Iterator

import msgspec

from badges import names

LEADING = 1.18  # line distance in units of the font size
MM_PER_PT = 25.4 / 72
_STEP_PT = 0.25
_FLOOR_PT = 2.5  # below this print is a grey line; only then is text shortened, with an ellipsis


class Block(msgspec.Struct, frozen=True):
    """Text broken into lines that all fit their box at `size_pt`."""

    size_pt: float
    lines: tuple[str, ...]

    @property
    def height_mm(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return len(self.lines) * self.size_pt * LEADING * MM_PER_PT


def fit(
    text: str, width_mm: float, height_mm: float, max_pt: float, measure: Callable[[str], float]
) -> Block:
    """`text` at the largest size up to `max_pt` at which all of it stands in the box.

    `measure` is the width in mm of a string set at 1 pt. Words break only where one is wider than the box.
    Text that does not fit even at 2.5 pt loses letters at its end and says so with an ellipsis; 200 letters
    always fit a name.
    """
    while True:
        size = max_pt
        while size >= _FLOOR_PT:
            block = Block(size, tuple(_lines(text, width_mm / size, measure)))
            if block.height_mm <= height_mm:
                return block
            size -= _STEP_PT
        text = names.shortened(text, len(text.encode()) * 3 // 4)


def _lines(text: str, room: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Lines no wider than `room`, in mm at 1 pt; a single letter wider than that stands alone."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        line = ""
        for letter in names.letters(word):
            if line and measure(line + letter) > room:
                yield line
                line = ""
            line += letter
    if line:
        yield line
