"""From a message id to a message ready for a channel, in the person's language."""

from __future__ import annotations

from typing import Any

from backend.locales.texts import Texts
from bots.channels.rendered import Rendered
from bots.messages import Outbound

LABEL_PREFIX = "@"
"""An argument that begins with this names another message, such as a category's label."""


def render(texts: Texts, language: str | None, outbound: Outbound) -> Rendered:
    """Render text, buttons and the location label of one outgoing message."""
    buttons = tuple(
        tuple(
            (texts.text(language, button.label, **_args(texts, language, button.args)), button.data)
            for button in row
        )
        for row in outbound.buttons
    )
    return Rendered(
        text=texts.text(language, outbound.message, **_args(texts, language, outbound.args)),
        buttons=buttons,
        ask_location=outbound.ask_location,
        location_label=texts.text(language, "chat-share-location") if outbound.ask_location else "",
    )


def _args(texts: Texts, language: str | None, args: dict[str, Any]) -> dict[str, Any]:
    if not args:
        return args
    return {
        name: texts.text(language, value[1:])
        if isinstance(value, str)
        and value.startswith(LABEL_PREFIX)
        and texts.has(value[1:], language or "sq")
        else value
        for name, value in args.items()
    }
