"""The badge's QR symbol: its modules, and the PNG and SVG drawn from them.

The texts of the family are alphanumeric, so no search for a better segmentation is made, and the mask is
fixed: choosing one costs four fifths of the time and camera frames decode no better for it. In exchange
every symbol is decoded again by another library before it is released.
"""

import io
from enum import StrEnum

import msgspec
import qrcode
import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError

from badges.errors import Misuse, SymbolUnreadable

QUIET_MODULES = 4  # the light border that ISO/IEC 18004 asks for, on every side
_MASKS = (2, 0, 1, 3, 4, 5, 6, 7)  # the first is used; the others only if its symbol did not decode
_CHECK_PX = 3  # pixels a module in the check: what the decoder needs at a door


class Level(StrEnum):
    """Error correction: M where room is short (phones, small cards), Q where paper gets dirty (A6 cards)."""

    M = "M"
    Q = "Q"


_LEVELS = {Level.M: ERROR_CORRECT_M, Level.Q: ERROR_CORRECT_Q}


class ModuleMatrix(msgspec.Struct, frozen=True):
    """A symbol without its quiet zone: `rows[y][x]` is 1 where the module is dark."""

    text: str
    level: Level
    version: int
    rows: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Modules on one side: 4 times the version plus 17."""
        return len(self.rows)


def draw(text: str, level: Level) -> ModuleMatrix:
    """The symbol of `text`, already decoded again to the same text.

    Raises `Misuse` where the text is too long for any symbol, `SymbolUnreadable` where no mask gave one that
    decodes.
    """
    for mask in _MASKS:
        matrix = _modules(text, level, mask)
        if _reads(_image(matrix, _CHECK_PX)) == text:
            return matrix
    raise SymbolUnreadable("no mask decodes")


def png(matrix: ModuleMatrix, module_px: int = 10) -> bytes:
    """The symbol as a black and white PNG with its quiet zone, `module_px` pixels a module.

    Raises `Misuse` for a module outside 1 to 40 pixels, `SymbolUnreadable` where the PNG does not decode.
    """
    if not 1 <= module_px <= 40:
        raise Misuse("a module is 1 to 40 pixels")
    out = io.BytesIO()
    _image(matrix, module_px).convert("1").save(out, "PNG")
    released = out.getvalue()
    if module_px >= 2 and decoded(released) != matrix.text:
        raise SymbolUnreadable("png")
    return released


def svg(matrix: ModuleMatrix, side_mm: float = 50.0) -> bytes:
    """The symbol as an SVG of `side_mm` with its quiet zone: one path, one stroke of it for each dark run.

    The path is read back into modules before release. Raises `SymbolUnreadable` where they differ.
    """
    side = matrix.size + 2 * QUIET_MODULES
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs(matrix))
    if _rows_of_path(path, matrix.size) != matrix.rows:
        raise SymbolUnreadable("svg")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side_mm:g}mm" height="{side_mm:g}mm" '
        f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges" role="img">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{path}"/></svg>'
    ).encode("ascii")


def runs(matrix: ModuleMatrix) -> list[tuple[int, int, int]]:
    """Every horizontal run of dark modules as x, y and length in modules; x and y count the quiet zone in."""
    found = []
    for y, row in enumerate(matrix.rows):
        x = row.find(1)
        while x >= 0:
            end = row.find(0, x)
            end = len(row) if end < 0 else end
            found.append((x + QUIET_MODULES, y + QUIET_MODULES, end - x))
            x = row.find(1, end)
    return found


def decoded(picture: bytes) -> str | None:
    """The text of the one QR symbol in a PNG, JPEG or WebP, or None where there is none."""
    try:
        with Image.open(io.BytesIO(picture), formats=["PNG", "JPEG", "WEBP"]) as image:
            return _reads(image.convert("L"))
    except Exception:  # a picture of a stranger: the parsers raise whatever they stumble over
        return None


def _modules(text: str, level: Level, mask: int) -> ModuleMatrix:
    code = qrcode.QRCode(error_correction=_LEVELS[level], border=0, mask_pattern=mask)
    code.add_data(text, optimize=0)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):  # the library says either
        raise Misuse("text too long for a symbol") from None
    rows = tuple(bytes(map(bool, row)) for row in code.modules)
    return ModuleMatrix(text, level, code.version, rows)


def _image(matrix: ModuleMatrix, module_px: int) -> Image.Image:
    side = matrix.size + 2 * QUIET_MODULES
    edge, blank = b"\xff" * QUIET_MODULES, b"\xff" * side * QUIET_MODULES
    shades = bytes.maketrans(b"\x00\x01", b"\xff\x00")
    body = b"".join(edge + row.translate(shades) + edge for row in matrix.rows)
    image = Image.frombytes("L", (side, side), blank + body + blank)
    return image.resize((side * module_px, side * module_px), Image.Resampling.NEAREST)


def _reads(image: Image.Image) -> str | None:
    found = zxingcpp.read_barcode(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text if found is not None and found.valid else None


def _rows_of_path(path: str, size: int) -> tuple[bytes, ...]:
    rows = [bytearray(size) for _ in range(size)]
    for stroke in path.split("M")[1:]:
        start, length = stroke.split("h")[:2]
        x, y = (int(number) - QUIET_MODULES for number in start.split())
        run = int(length.split("v")[0])
        rows[y][x : x + run] = b"\x01" * run
    return tuple(map(bytes, rows))
