"""The world of the API's tests, with browsers in front of it."""

from __future__ import annotations

import pytest

from tests.backend.api.conftest import World, world
from tests.backend.console.browser import Browser

__all__ = ["world"]


class Pages:
    """Opens browsers for officers."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def officer(self, role: str) -> Browser:
        """A browser signed in with a fresh key of a role."""
        api = await self.world.key(role)
        browser = Browser(self.world.client)
        page = await browser.sign_in(api.key)
        assert page.status == 200, page.text
        return browser


@pytest.fixture
def pages(world: World) -> Pages:
    """Browsers for officers of the world."""
    return Pages(world)
