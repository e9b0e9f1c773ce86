"""The rules of Content: WhatsApp's limits when it is created, and its rendering when it is sent.

Limits: https://www.twilio.com/docs/content/twilio-list-picker and .../twilio-quick-reply
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from bots.simulators.twilio.errors import TwilioError
from bots.simulators.twilio.records import Template, sid
from bots.simulators.twilio.specification import json_faults

QUICK_REPLY_LIMIT = 10
UNAPPROVED_QUICK_REPLY_LIMIT = 3
LIST_LIMIT = 10
_HOLDER = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_SESSION_ONLY = frozenset({"twilio/list-picker"})


class Shown(msgspec.Struct, frozen=True):
    """A template filled in: what the phone shows.

    Attributes:
        fault: an error number of a failure after acceptance, 0 when it can be shown.
    """

    body: str
    choices: list[tuple[str, str]]
    choice_kind: str
    fault: int = 0


def create(account_sid: str, body: Any, now: datetime) -> Template:
    """A new template from the JSON of a create call.

    Raises:
        TwilioError: the JSON breaks the specification or one of WhatsApp's limits.
    """
    faults = json_faults("CreateContent", body) or _limit_faults(body["types"])
    if faults:
        raise TwilioError(20001, "; ".join(faults))
    return Template(
        sid=sid("HX"),
        account_sid=account_sid,
        friendly_name=body.get("friendly_name", ""),
        language=body["language"],
        variables={str(name): str(value) for name, value in (body.get("variables") or {}).items()},
        types={name: value for name, value in body["types"].items() if value is not None},
        created_at=now,
    )


def request_approval(template: Template, body: Any) -> None:
    """Submit a template to WhatsApp; a list picker can't be approved.

    Raises:
        TwilioError: the JSON is wrong, or it was submitted before.
    """
    faults = json_faults("CreateApprovalCreate", body)
    if not faults and not re.fullmatch(r"[a-z0-9_]{1,512}", body["name"]):
        faults = ["name may hold lower case letters, digits and _ only"]
    if faults:
        raise TwilioError(20001, "; ".join(faults))
    if template.approval != "unsubmitted":
        raise TwilioError(20001, "Content has already been submitted for approval")
    template.approval_name, template.category = body["name"], body["category"]
    template.approval = "rejected" if _SESSION_ONLY & set(template.types) else "received"


def fill(template: Template, variables_json: str | None) -> Shown:
    """A template with its variables.

    Raises:
        TwilioError: 21656, the variables are not a JSON object of strings.
    """
    given: dict[str, str] = {}
    if variables_json:
        try:
            given = msgspec.json.decode(variables_json, type=dict[str, str])
        except msgspec.DecodeError as error:
            raise TwilioError(21656) from error
    values = {**template.variables, **given}
    kind, content = next(iter(template.types.items()))
    missing = {name for text in _texts(content) for name in _HOLDER.findall(text)} - set(values)

    def put(text: str) -> str:
        return _HOLDER.sub(lambda found: values.get(found[1], found[0]), text)

    actions = content.get("actions") or content.get("items") or []
    choices = [
        (put(a.get("id") or a.get("title", "")), put(a.get("title") or a.get("item", ""))) for a in actions
    ]
    fault = 63028 if missing else 0
    if not fault and kind == "twilio/quick-reply":
        too_many = template.approval != "approved" and len(choices) > UNAPPROVED_QUICK_REPLY_LIMIT
        fault = 63021 if too_many or any(len(title) > 20 for _, title in choices) else 0
    if not fault and kind == "twilio/list-picker" and any(len(title) > 24 for _, title in choices):
        fault = 63021
    return Shown(put(content.get("body", "")), choices, kind.removeprefix("twilio/"), fault)


def _texts(value: Any) -> list[str]:
    """Every string inside a content type."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


def _limit_faults(types: dict[str, Any]) -> list[str]:
    """What breaks WhatsApp's limits."""
    faults: list[str] = []
    if not any(value is not None for value in types.values()):
        faults.append("types must not be empty")
    for kind, content in types.items():
        if content is None:
            continue
        longest = 1024 if kind in ("twilio/quick-reply", "twilio/list-picker") else 1600
        if len(content.get("body") or "") > longest:
            faults.append(f"{kind} body exceeds {longest} characters")
        if kind == "twilio/quick-reply":
            faults.extend(_quick_reply_faults(content["actions"]))
        elif kind == "twilio/list-picker":
            faults.extend(_list_faults(content))
    return faults


def _plain(text: str) -> bool:
    """Whether a text holds no placeholder, so that its length is known."""
    return not _HOLDER.search(text)


def _quick_reply_faults(actions: list[dict[str, Any]]) -> list[str]:
    """Limits of quick replies."""
    faults = [] if 1 <= len(actions) <= QUICK_REPLY_LIMIT else [f"1 to {QUICK_REPLY_LIMIT} quick replies"]
    for action in actions:
        if _plain(action["title"]) and not 1 <= len(action["title"]) <= 20:
            faults.append("a quick reply title has 1 to 20 characters")
        if len(action.get("id") or "") > 200:
            faults.append("a quick reply id has at most 200 characters")
    return faults


def _list_faults(content: dict[str, Any]) -> list[str]:
    """Limits of a list picker."""
    items = content["items"]
    faults = [] if 1 <= len(items) <= LIST_LIMIT else [f"1 to {LIST_LIMIT} list items"]
    if not 1 <= len(content["button"]) <= 20:
        faults.append("a list button has 1 to 20 characters")
    for item in items:
        if _plain(item["item"]) and not 1 <= len(item["item"]) <= 24:
            faults.append("a list item has 1 to 24 characters")
        if len(item.get("description") or "") > 72:
            faults.append("a list item description has at most 72 characters")
        if not 1 <= len(item["id"]) <= 200:
            faults.append("a list item id has 1 to 200 characters")
    if len({item["id"] for item in items}) != len(items):
        faults.append("list item ids must differ")
    return faults
