"""What Telegram does to a photo: it makes several JPEG sizes and drops the metadata."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from bots.simulators.telegram.records import StoredFile
from bots.simulators.telegram.world import unique_id

_SIDES = (90, 320, 800, 1280)


def photo_sizes(content: bytes) -> list[StoredFile]:
    """The sizes of a photo, smallest first; no size is larger than the original.

    Raises:
        ValueError: the bytes are no picture.
    """
    try:
        picture = Image.open(io.BytesIO(content))
        picture.draft("RGB", (_SIDES[-1], _SIDES[-1]))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError("not a picture") from error
    longest = max(upright.size)
    sides = [side for side in _SIDES if side < longest] + [min(longest, _SIDES[-1])]
    return [_size(upright, side) for side in dict.fromkeys(sides)]


def _size(picture: Image.Image, side: int) -> StoredFile:
    copy = picture.copy()
    copy.thumbnail((side, side))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=80)
    content = out.getvalue()
    return StoredFile(
        unique_id=unique_id("photo", content),
        kind="photo",
        content=content,
        size_bytes=len(content),
        mime_type="image/jpeg",
        width=copy.width,
        height=copy.height,
    )
