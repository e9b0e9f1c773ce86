"""Fixtures of the badge tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PIL import Image

from tests.backend.badges.world import World, open_world


@pytest.fixture
async def world(settings, database_url) -> AsyncIterator[World]:
    """One election with two units and four voting centres."""
    async with open_world(settings, database_url) as opened:
        yield opened


@pytest.fixture
def photo() -> Image.Image:
    """A picture that stands for a face."""
    image = Image.radial_gradient("L").resize((413, 531))
    return Image.merge("RGB", (image, image.point(lambda v: 255 - v), image))
