"""Photos over HTTP: sniffed, capped, stripped, sealed; and whose they are."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from backend.store.evidence_files import EvidenceMissing


def picture(format: str = "JPEG", size: tuple[int, int] = (600, 800)) -> bytes:
    """A picture with a place in its EXIF data."""
    image = Image.new("RGB", size, (90, 120, 150))
    exif = Image.Exif()
    exif[0x010E] = "secret-place"
    out = io.BytesIO()
    image.save(out, format, exif=exif)
    return out.getvalue()


async def put(sender, number, data, name="photo.jpg", type="image/jpeg"):
    """PUT a photo."""
    return await sender.put(f"/v1/requests/{number}/photo", files={"photo": (name, data, type)})


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
async def test_a_photo_is_stripped_and_stored_sealed(world, format):
    """The stored photo is a JPEG without metadata; its bytes at rest are sealed; owner and commission read it."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    answer = await put(ngo, number, picture(format))

    assert answer.status_code == 200, answer.text
    stored = await ngo.get(f"/v1/requests/{number}/photo")
    assert stored.headers["content-type"] == "image/jpeg"
    assert b"secret-place" not in stored.content
    assert Image.open(io.BytesIO(stored.content)).size == (413, 531)
    assert (await world.cec.get(f"/v1/requests/{number}/photo")).content == stored.content
    folder = world.services.settings.data_dir
    at_rest = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert at_rest
    assert all(stored.content[:64] not in kept for kept in at_rest)
    assert (await ngo.get(f"/v1/requests/{number}")).json()["photo"] is True


NO_PHOTOS = [
    (b"not a picture at all", 400, "photo_not_a_picture"),
    (b"%PDF-1.7 also not", 400, "photo_not_a_picture"),
    (picture()[:400], 400, None),
    (picture(size=(90, 120)), 400, "photo_too_small"),
    (b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024), 413, "photo_too_large"),
    (b"0" * (50 * 1024 * 1024), 413, "too_large"),
]


async def test_what_is_no_photo_is_refused_with_its_reason(world):
    """Not a picture, damaged, too small, too large: a problem document with a code, and nothing stored."""
    _, ngo = await world.organisation()
    for data, status, code in NO_PHOTOS:
        number = (await world.filed(ngo))["number"]
        answer = await put(ngo, number, data)

        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        if code:
            assert answer.json()["code"] == code
        assert (await ngo.get(f"/v1/requests/{number}/photo")).status_code == 404


async def test_a_photo_can_change_until_the_decision(world):
    """After the grant the badge has signed its hash: 409. A body that is not multipart: 415."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo))["number"]
    assert (await put(ngo, number, picture())).status_code == 200
    assert (await put(ngo, number, picture("PNG"))).status_code == 200
    plain = await ngo.put(f"/v1/requests/{number}/photo", content=picture())
    assert plain.status_code == 415
    granted = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    assert granted.status_code == 200, granted.text

    late = await put(ngo, number, picture())

    assert (late.status_code, late.json()["code"]) == (409, "state_forbids")
    with pytest.raises(EvidenceMissing):
        await world.services.files.get(b"\0" * 32)
