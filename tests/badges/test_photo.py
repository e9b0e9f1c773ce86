"""Photos of strangers: taken in, or refused with a code, never a crash."""

import hashlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from badges import photo
from badges.errors import PhotoRejected
from badges.photo import HEIGHT_PX, WIDTH_PX, Crop, PhotoFault


def file(image, kind="JPEG", **options):
    """The bytes of a picture in a format."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def halves(width=800, height=1200):
    """A picture that is red above and blue below."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width, height // 2))
    return image


def fault(data, crop=None):
    """The code under which a picture is refused."""
    with pytest.raises(PhotoRejected) as refused:
        photo.intake(data, crop)
    return refused.value.code


def opened(taken):
    """The canonical photo as pixels."""
    return Image.open(io.BytesIO(taken.jpeg))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_format_becomes_the_canonical_photo(kind):
    """JPEG, PNG and WebP all become a JPEG of 413 by 531 with its hash."""
    taken = photo.intake(file(halves(), kind))
    image = opened(taken)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (WIDTH_PX, HEIGHT_PX))
    assert taken.digest == hashlib.sha256(taken.jpeg).digest()
    assert taken.badge_hash == taken.digest[:8]


def test_same_bytes_give_the_same_photo():
    """Intake is a function of its bytes, so a repeated upload keeps the badge's hash."""
    data = file(halves())
    assert photo.intake(data) == photo.intake(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x00" * 1000,
        b"\xff" * 50,
    ],
)
def test_what_is_no_picture_of_the_three_is_refused(data):
    """The type is read from the bytes, whatever the name of the file said."""
    assert fault(data) == PhotoFault.NOT_A_PICTURE


def test_pictures_of_other_types_are_told_apart():
    """Only three parsers are ever opened to strangers; the sender of another type learns that it is the type."""
    for kind in ("GIF", "TIFF", "BMP"):
        assert fault(file(halves(), kind)) == PhotoFault.UNSUPPORTED_TYPE
    assert fault(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic") == PhotoFault.UNSUPPORTED_TYPE


def test_file_past_ten_megabytes_is_refused_unread():
    """Fifty megabytes are refused by their length."""
    assert fault(b"\xff\xd8" + bytes(50 * 1024 * 1024)) == PhotoFault.TOO_LARGE


def bomb(width, height):
    """A PNG that claims so many pixels in a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(100_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


@pytest.mark.parametrize(
    "width,height", [(5000, 4001), (8000, 8000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)]
)
def test_bomb_is_refused_by_its_header(width, height):
    """A few bytes that claim millions of pixels are never unpacked."""
    assert fault(bomb(width, height)) == PhotoFault.TOO_MANY_PIXELS


def test_text_bomb_inside_a_png_is_refused():
    """A compressed text chunk that unpacks to tens of megabytes is refused."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "a" * 70_000_000, zip=True)
    assert fault(file(halves(), "PNG", pnginfo=info)) == PhotoFault.DAMAGED


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_cut_off_file_is_damaged(kind):
    """A picture whose end is missing is refused, not completed in grey."""
    data = file(Image.effect_noise((600, 800), 60).convert("RGB"), kind)
    assert fault(data[: len(data) // 2]) == PhotoFault.DAMAGED


def with_orientation(number, image):
    """The picture's file with an EXIF orientation and a place in it."""
    exif = Image.Exif()
    exif[0x0112] = number
    exif[0x010E] = "SECRET HOME ADDRESS"
    exif.get_ifd(0x8825)[2] = (41.0, 19.0, 49.0)
    return file(image, exif=exif, comment=b"SECRET COMMENT")


@pytest.mark.parametrize(
    "number,turn",
    [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270)],
)
def test_turned_picture_stands_upright(number, turn):
    """A phone held sideways or upside down gives a photo with the head above."""
    image = opened(photo.intake(with_orientation(number, halves().transpose(turn))))
    red, _, blue = image.getpixel((WIDTH_PX // 2, 20))
    assert red > 200 > 60 > blue
    red, _, blue = image.getpixel((WIDTH_PX // 2, HEIGHT_PX - 20))
    assert blue > 200 > 60 > red


def test_metadata_is_gone():
    """Neither place nor comment nor camera survives, in no field and in no byte."""
    data = with_orientation(1, halves())
    assert b"SECRET HOME ADDRESS" in data
    taken = photo.intake(data)
    assert b"SECRET" not in taken.jpeg
    assert dict(opened(taken).getexif()) == {}
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(opened(taken).info)


def test_transparent_picture_lies_on_white():
    """What was clear becomes white, not black."""
    image = Image.new("RGBA", (700, 900), (0, 0, 0, 0))
    assert opened(photo.intake(file(image, "PNG"))).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "LA", "I;16"])
def test_every_colour_mode_becomes_rgb(mode):
    """Grey, palette, print and 16-bit pictures are taken too."""
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(photo.intake(file(Image.new(mode, (400, 600)), kind))).mode == "RGB"


@given(st.integers(1, 9000), st.integers(1, 9000))
def test_suggested_crop_lies_inside_and_is_as_large_as_can_be(width, height):
    """The suggestion is 35 by 45, inside the picture, and touches two of its sides."""
    crop = photo.suggested_crop(width, height)
    tall = crop.width * 45 // 35
    assert crop.left >= 0
    assert crop.top >= 0
    assert crop.left + crop.width <= width
    assert crop.top + tall <= height
    assert crop.width == width or (crop.width + 1) * 45 > height * 35


def test_given_crop_is_cut():
    """A crop chosen by a person is what the photo shows."""
    taken = photo.intake(file(halves(1000, 2000)), Crop(left=100, top=1100, width=600))
    assert opened(taken).getextrema()[0][1] < 60  # nothing red
    assert taken.crop == Crop(100, 1100, 600)


def test_large_jpeg_is_cropped_in_its_own_pixels():
    """A crop is counted in pixels of the upright original, however it was decoded."""
    taken = photo.intake(file(halves(3000, 4000)))
    assert taken.crop.width == 3000
    top, bottom = opened(taken).getpixel((200, 100)), opened(taken).getpixel((200, 500))
    assert top[0] > 200
    assert bottom[2] > 200


@pytest.mark.parametrize(
    "crop", [Crop(-1, 0, 300), Crop(0, -1, 300), Crop(600, 0, 300), Crop(0, 1000, 300), Crop(0, 0, 0)]
)
def test_crop_outside_the_picture_is_refused(crop):
    """A crop must lie inside the upright picture."""
    assert fault(file(halves()), crop) == PhotoFault.CROP_OUTSIDE


def test_small_picture_is_refused():
    """A face in fewer pixels than 200 across can't be compared at a door."""
    assert fault(file(halves(190, 300))) == PhotoFault.TOO_SMALL
    assert fault(file(halves()), Crop(0, 0, 150)) == PhotoFault.TOO_SMALL


GOOD = file(Image.effect_noise((300, 400), 60).convert("RGB"))


@given(st.integers(2, len(GOOD) - 1), st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_changed_byte_never_escapes_as_another_error(at, flip):
    """A file with any byte changed is taken or refused with a code of ours."""
    data = bytearray(GOOD)
    data[at] ^= flip
    try:
        outcome = opened(photo.intake(bytes(data))).size
    except PhotoRejected as refused:
        outcome = refused.code
    assert outcome in {(WIDTH_PX, HEIGHT_PX), *PhotoFault}


def test_picture_of_a_phone_that_writes_two_in_one_is_taken():
    """A multi-picture JPEG, as many phones write, gives its first picture."""
    out = io.BytesIO()
    halves().save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (800, 1200), "green")])
    assert opened(photo.intake(out.getvalue())).getpixel((200, 50))[0] > 200


def test_small_crop_of_a_large_jpeg_stays_sharp():
    """A narrow crop is cut from pixels enough, not from a picture reduced for the whole."""
    image = Image.new("RGB", (4000, 4000), "white")
    for x in range(1000, 1500, 20):
        image.paste("black", (x, 1000, x + 10, 1700))
    taken = opened(photo.intake(file(image, quality=95), Crop(1000, 1000, 413)))
    row = [taken.getpixel((x, 250))[0] for x in range(100, 300)]
    assert min(row) < 40
    assert max(row) > 215
