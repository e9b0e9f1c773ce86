"""Where an answer rests, named in the language of the answer.

The topic files carry one title for each source; `sources.toml` gives its Albanian form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec

from bots.helpcenter.topic import Source

_ARTICLE = re.compile(r"\bArts?\. ")


@cache
def albanian_titles() -> Mapping[str, str]:
    """The Albanian title of each source, by the title of the topic files; raises `msgspec.DecodeError`."""
    raw = resources.files("bots.helpcenter").joinpath("sources.toml").read_bytes()
    return msgspec.toml.decode(raw, type=dict[str, str])


def in_language(source: Source, language: str) -> Source:
    """The source with its title and article as a reader of the language writes them.

    Args:
        source: as its topic file gives it.
        language: `en` leaves it as it is; any other is answered in Albanian.

    Returns: the same source; a title without an Albanian form stays, which the load forbids for our own files.
    """
    if language == "en":
        return source
    article = source.article
    if _ARTICLE.search(article):
        several = " and " in article or "-" in article or article.startswith("Arts")
        article = _ARTICLE.sub("nenet " if several else "neni ", article).replace(" and ", " dhe ")
    return msgspec.structs.replace(
        source, title=albanian_titles().get(source.title, source.title), article=article
    )
