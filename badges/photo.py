"""Taking in a badge photo from a stranger: sniffed, capped, turned upright, cropped, stripped, re-encoded.

The result is the canonical photo, 413 by 531 pixels (35 by 45 mm at 300 dots an inch). Its hash goes into the
signed badge, so the stored bytes must stay as they are: this module never sees them twice.
Nothing of the original file is kept: no location, no camera, no thumbnail, no colour profile.
"""

import hashlib
import io
from enum import StrEnum

import filetype
import msgspec
from PIL import Image, ImageOps, UnidentifiedImageError

from badges.errors import PhotoRejected

MAX_INPUT_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a JPEG of a 50-megapixel phone, decoded at a fraction of its size
MAX_PIXELS_WHOLE = 20_000_000  # a PNG or WebP, which is always decoded whole, 60 MB
WIDTH_PX, HEIGHT_PX = 413, 531
MIN_CROP_WIDTH_PX = 200  # below this a face can't be compared
_HASH_BYTES = 8
_QUALITY = 88
_FORMATS = ["JPEG", "PNG", "WEBP"]
_REDUCIBLE = ("JPEG", "MPO")  # MPO: what many phones write, a JPEG with a second picture behind it
_SNIFFED_BYTES = 8192
_HEAD_ROOM = 0.38  # where the suggested crop's middle lies in a taller picture: faces are above the centre


class PhotoFault(StrEnum):
    """Why a picture was not taken; each has its own advice to the sender."""

    TOO_LARGE = "photo_too_large"  # bytes
    NOT_A_PICTURE = "photo_not_a_picture"
    UNSUPPORTED_TYPE = "photo_unsupported_type"  # a picture, but no JPEG, PNG or WebP; HEIC of iPhones, say
    TOO_MANY_PIXELS = "photo_too_many_pixels"
    TOO_SMALL = "photo_too_small"  # pixels inside the crop
    DAMAGED = "photo_damaged"
    CROP_OUTSIDE = "photo_crop_outside"


class Crop(msgspec.Struct, frozen=True):
    """A part of the upright picture in pixels; the height follows from the width, 45 to 35."""

    left: int
    top: int
    width: int


class Photo(msgspec.Struct, frozen=True):
    """The canonical photo. `digest` is SHA-256 of `jpeg`; `crop` was cut from the upright original."""

    jpeg: bytes
    digest: bytes
    crop: Crop

    @property
    def badge_hash(self) -> bytes:
        """The first 8 bytes of the digest, as the signed badge carries them."""
        return self.digest[:_HASH_BYTES]


def intake(data: bytes, crop: Crop | None = None) -> Photo:
    """The canonical photo from the bytes of a JPEG, PNG or WebP; without `crop` a crop is suggested and used.

    Raises `PhotoRejected` with a `PhotoFault` as its code, whatever the bytes hold.
    """
    if len(data) > MAX_INPUT_BYTES:
        raise PhotoRejected(PhotoFault.TOO_LARGE)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            # The size stands in the header: a bomb is refused before a pixel of it is unpacked.
            most = MAX_PIXELS if image.format in _REDUCIBLE else MAX_PIXELS_WHOLE
            if image.width * image.height > most:
                raise PhotoRejected(PhotoFault.TOO_MANY_PIXELS)
            longer = max(image.size)
            upright = _upright(image, crop)
    except PhotoRejected:
        raise
    except Image.DecompressionBombError:
        raise PhotoRejected(PhotoFault.TOO_MANY_PIXELS) from None
    except UnidentifiedImageError:
        known = filetype.guess(data[:_SNIFFED_BYTES])
        other = known is not None and known.mime.startswith("image/")
        raise PhotoRejected(PhotoFault.UNSUPPORTED_TYPE if other else PhotoFault.NOT_A_PICTURE) from None
    except Exception:  # the parsers of the library raise whatever their format made them stumble over
        raise PhotoRejected(PhotoFault.DAMAGED) from None
    scale = longer / max(upright.size)  # above 1 where the JPEG was decoded at a fraction
    width, height = round(upright.width * scale), round(upright.height * scale)
    cut = suggested_crop(width, height) if crop is None else _checked(crop, width, height)
    if cut.width < MIN_CROP_WIDTH_PX:
        raise PhotoRejected(PhotoFault.TOO_SMALL)
    edges = (cut.left, cut.top, cut.left + cut.width, cut.top + _height(cut.width))
    limits = (*upright.size, *upright.size)
    box = tuple(min(edge / scale, limit) for edge, limit in zip(edges, limits, strict=True))
    small = upright.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.LANCZOS, box=box)
    # Only pixels go over: the library carries a JPEG's comment and a PNG's texts along with the picture.
    bare = Image.new("RGB", small.size)
    bare.paste(small)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True, dpi=(300, 300))
    jpeg = out.getvalue()
    return Photo(jpeg, hashlib.sha256(jpeg).digest(), cut)


def suggested_crop(width: int, height: int) -> Crop:
    """The largest 35 by 45 part of a picture of this size, centred across, above the middle in height."""
    wide = min(width, height * 35 // 45)
    return Crop((width - wide) // 2, int((height - _height(wide)) * _HEAD_ROOM), wide)


def _upright(image: Image.Image, crop: Crop | None) -> Image.Image:
    """The picture as a person sees it, in RGB on white, large enough for twice the photo's pixels in the crop."""
    width, height = image.size
    # Before the picture is turned it is not known which side is up: the narrower suggestion serves both.
    wide = (
        min(suggested_crop(width, height).width, suggested_crop(height, width).width)
        if crop is None
        else crop.width
    )
    if wide > 2 * WIDTH_PX:
        # A large JPEG is decoded at a fraction of its size; the other formats ignore it.
        image.draft("RGB", (width * 2 * WIDTH_PX // wide, height * 2 * WIDTH_PX // wide))
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        layered = turned.convert("RGBA")
        turned = Image.new("RGB", layered.size, "white")
        turned.paste(layered, mask=layered.getchannel("A"))
    return turned.convert("RGB")


def _checked(crop: Crop, width: int, height: int) -> Crop:
    right, bottom = crop.left + crop.width, crop.top + _height(crop.width)
    if min(crop.left, crop.top) < 0 or crop.width < 1 or right > width or bottom > height:
        raise PhotoRejected(PhotoFault.CROP_OUTSIDE)
    return crop


def _height(width: int) -> int:
    return width * 45 // 35
