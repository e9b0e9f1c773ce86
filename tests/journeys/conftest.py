"""One running service with the demo for all journeys of the folder, its log kept to be read."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.journeys.town import Town, database, open_town


@pytest.fixture(scope="package")
def shared_town(
    server_url: str, template_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """The service of the whole folder."""
    with (
        database(server_url, template_name, f"vezhgo_journeys_{os.getpid()}") as url,
        open_town(url, Path(tmp_path_factory.mktemp("town"))) as opened,
    ):
        yield opened


@pytest.fixture
def own_town(server_url: str, template_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A service of the test's own, for a test that may end keys or move elections of the shared one."""
    with (
        database(server_url, template_name, f"vezhgo_own_{os.getpid()}") as url,
        open_town(url, Path(tmp_path_factory.mktemp("own"))) as opened,
    ):
        yield opened


@pytest.fixture
async def town(shared_town: Town) -> AsyncIterator[Town]:
    """The running service; its clock shows the true time before and after."""
    yield shared_town
    await shared_town.at(None)
