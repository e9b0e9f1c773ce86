"""How each operation of the description is called: its path's ids, its body, and what must be there before."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from tests.journeys.town import fresh, portrait
from tests.journeys.worlds import PDF, World, act

PUBLIC_KEY = {"text": "VZ1:nothing"}
GROUNDS = {"grounds": "Kërkesa ishte në kohë."}
MEASURE: Callable[[World], Any] = lambda world: {"reason": "Shkelje.", "act": act()}  # noqa: E731
EMPTY: Callable[[World], Any] = lambda world: {}  # noqa: E731

PATHS = {
    "/v1/organisations/{id}": "organisation",
    "/v1/accreditations/{number}": "accreditation",
    "/v1/requests/batches/{id}": "batch",
    "/v1/requests/{number}": "request",
    "/v1/acts/{id}": "act",
    "/v1/appeals/{number}": "appeal",
    "/v1/check-ins/{id}": "visit",
    "/v1/elections/{id}": "election",
    "/v1/open-data/elections/{id}": "election",
    "/v1/notices/{id}": "notice",
    "/v1/reports/{number}": "report",
    "/v1/revocations/{id}": "order",
    "/v1/voting-centres/{code}": "place",
    "/v1/public-status/{public_id}": "public_status",
}
"""What the first id of a path stands for, by the beginning of the path."""
LATER_IDS = {
    "delegation": "delegation", "change": "change", "key_id": "key", "place": "document", "id": "evidence"
}  # fmt: skip
"""What a further id of a path stands for."""
OTHER_THING = {
    "read_photo": "granted", "read_decision_paper": "granted", "read_translation": "foreign",
    "deliver_translation": "foreign", "read_act_paper": "act_in_effect", "check_identity": "lane",
    "revocation_paper": "order_in_effect",
    "withdraw_request": "withdrawn", "batch_rejected_csv": "broken", "batch_rejected_xlsx": "broken",
    "accept_code_of_conduct": "granted",
}  # fmt: skip
"""Operations whose thing is another than the path tells, such as a request that has a decision."""

BODIES: dict[str, Callable[[World], Any]] = {
    "accept_code_of_conduct": lambda w: {"version": "1"},
    "accredit_interim": lambda w: {"act": act(), "until": "election", "reason": "Ankimi zgjat."},
    "acknowledge_alert": EMPTY,
    "add_to_request": lambda w: {"scope": {"voting_centres": ["4337"]}},
    "announce_results": lambda w: {"announced_at": "2020-01-01T00:00:00Z"},
    "answer_report": lambda w: {"text": "U pa."},
    "appeal_accreditation": lambda w: GROUNDS,
    "appeal_admission": lambda w: GROUNDS,
    "appeal_request": lambda w: GROUNDS,
    "appeal_ruling": lambda w: GROUNDS,
    "ask_admission_again": lambda w: {"facts": "Statuti u ndryshua."},
    "ask_help": lambda w: {"text": "Si bëhem vëzhgues?"},
    "ask_reaccreditation": EMPTY,
    "ask_reinstatement": lambda w: {"reasons": "Zjarr."},
    "ask_translation": EMPTY,
    "carry_over": EMPTY,
    "change_contact": lambda w: {"person": "Ana Hoxha"},
    "change_registrations": lambda w: {
        "changes": [{"organisation": w.ids["spare"], "kind": "human_rights"}], "reason": "x", "act": act(),
    },
    "check_appeal": lambda w: {"outcome": "accept"},
    "check_identity": lambda w: {"photo_matches": True, "document_matches": True},
    "check_in": lambda w: {"accreditation": w.ids["accreditation"]},
    "choose_reminders": lambda w: {"leads_hours": [24]},
    "complete_appeal": lambda w: GROUNDS,
    "complete_request": lambda w: {"note": "Plotësuar."},
    "confirm_revocation": EMPTY,
    "create_election": lambda w: {
        "name": fresh("Zgjedhje "), "kind": "assembly", "election_date": w.town.day.isoformat(),
        "decreed_on": (w.town.day - timedelta(days=60)).isoformat(),
    },
    "decide_admission": lambda w: {"outcome": "admit", "act": act()},
    "decide_appeal": lambda w: {
        "outcome": "reject", "grounds": [{"article": "1", "reason": "x"}], "act": act()
    },
    "decide_request": lambda w: w.town.decision(),
    "delegate": lambda w: {"instruction": fresh("KQZ "), "to": "zec", "from_at": "2020-01-01T00:00:00Z"},
    "draft_act": lambda w: {
        "election": w.election, "outcome": "grant", "requests": [w.ids["request"]]
    },
    "end_delegation": lambda w: {"instruction": fresh("KQZ ")},
    "file_appeal": lambda w: {"challenged": "Diçka.", **GROUNDS},
    "file_report": lambda w: {
        "accreditation": w.ids["accreditation"], "place": w.place, "words": "Radhë e gjatë."
    },
    "file_request": lambda w: w.request(),
    "set_limit": lambda w: {"code": "appeal", "value": 3, "act": "TEST 2"},
    "move_report": lambda w: {"to": "read"},
    "name_appeal_rapporteur": lambda w: {"method": "chosen", "name": "Ana Kola", "reason": "x"},
    "open_observer_session": lambda w: {"code": w.ids["code"], "second_fact": "1990-05-17"},
    "order_revocation": lambda w: {
        "election": w.election, "organisations": [w.organisation], "reason": "x", "act": act()
    },
    "propose_decision": lambda w: {"outcome": "grant"},
    "publish_code_of_conduct": lambda w: {
        "version": fresh("v"), "valid_from": "2020-01-01T00:00:00Z", "text": {"sq": "Kodi.", "en": "The code."}
    },
    "put_act_in_effect": lambda w: act(),
    "put_webhook": lambda w: {"url": "https://vezhgues.example.org/v"},
    "read_chat_messages": EMPTY,
    "record_holidays": lambda w: {"days": [{"day": "2020-01-01"}], "act": act()},
    "record_office": lambda w: {"office": "counter", "source": "Lista e numëruesve."},
    "record_registration": lambda w: {"election": w.election, "kind": "human_rights", "act": act()},
    "redate_election": lambda w: {
        "election_date": (w.town.day + timedelta(days=7)).isoformat(), "act": act()
    },
    "redeliver_notice": EMPTY,
    "register_organisation": lambda w: {"name": fresh("Shoqata "), "kind": "albanian_ngo"},
    "reissue_accreditation": MEASURE,
    "replace_observer": lambda w: {"observer": w.request()["observer"]},
    "restore_accreditation": MEASURE,
    "revoke_accreditation": MEASURE,
    "rotate_organisation_key": lambda w: {"keep_old": True},
    "send_chat_message": lambda w: {"id": fresh("m"), "session": fresh("s" * 24), "text": "tung"},
    "set_appeal_hearing": lambda w: {"at": (w.town.day).isoformat() + "T10:00:00Z"},
    "set_appeal_rule": lambda w: {"code": "rapporteur", "value": "by_lot", "act": "TEST 1"},
    "set_choice": lambda w: {"code": "reaccreditation_time", "option": "own_window", "act": act()},
    "set_legal_basis": lambda w: {"measure": "revoke", "article": "1", "law": "TEST", "act": act()},
    "suspend_accreditation": MEASURE,
    "verify_badge": lambda w: PUBLIC_KEY,
    "verify_receipt": lambda w: {"text": "asgjë"},
    "withdraw_appeal": EMPTY,
    "withdraw_request": EMPTY,
}  # fmt: skip
WITHOUT_BODY = {
    "abandon_act", "check_out", "create_chat_link", "delete_organisation_key", "file_checked_batch",
    "remove_webhook", "test_webhook", "withdraw_revocation",
}  # fmt: skip
FILES: dict[str, tuple[str, bytes]] = {
    "put_photo": ("p.jpg", portrait()),
    "add_evidence": ("a.txt", b"pamje"),
    "add_appeal_document": ("a.pdf", PDF),
    "deliver_translation": ("t.pdf", PDF),
    "import_places": ("p.csv", b"kind,code,name,unit\nvoting_centre,9999/01,Shkolla,30\n"),
    "import_registrations": ("r.csv", b"organisation,kind\n0,subject\n"),
}
QUERIES: dict[str, Callable[[World], dict[str, Any]]] = {
    "list_registrations": lambda w: {"election": w.election},
    "list_inside": lambda w: {"election": w.election},
    "read_chat_messages": lambda w: {"session": "s" * 24},
    "file_batch": lambda w: {"election": w.election},
}
DESTRUCTIVE = (
    "revoke_accreditation", "suspend_accreditation", "restore_accreditation", "reissue_accreditation",
    "order_revocation", "confirm_revocation", "withdraw_revocation", "change_registrations",
    "record_holidays", "redate_election", "end_delegation", "announce_results",
)  # fmt: skip
"""What takes things away from the other calls comes last, in this order."""
BY_SIGNATURE = frozenset(
    {"telegram_webhook", "telegram_observer_webhook", "twilio_messages", "twilio_status", "twilio_voice"}
)
"""Calls of providers: no key opens them, their secret or signature does."""
LISTS = {
    "list_accreditations": ("number", "accreditation"),
    "list_acts": ("id", "act"),
    "list_appeals": ("number", "appeal"),
    "list_batches": ("id", "batch"),
    "list_late": ("number", "late"),
    "list_notices": ("id", "notice"),
    "list_organisations": ("id", "organisation"),
    "list_reaccreditations": ("request", "lane"),
    "list_reports": ("number", "report"),
    "list_requests": ("number", "request"),
    "list_revocations": ("id", "order"),
}
"""Lists of things that have an owner: the field of an item, and what it is."""


async def _a_key(world: World) -> None:
    made = await world.sender.ok(f"/v1/organisations/{world.organisation}/keys", {"keep_old": True})
    world.ids["key"] = made["id"]


async def _a_webhook(world: World) -> None:
    path = f"/v1/organisations/{world.organisation}/webhook"
    answer = await world.sender.call("PUT", path, BODIES["put_webhook"](world))
    assert answer.status_code in (200, 201), answer.text


async def _a_link(world: World) -> None:
    world.ids["code"] = (await world.town.link(world.sender, world.ids["unbound"]))["code"]


BEFORE: dict[str, Callable[[World], Awaitable[None]]] = {
    "delete_organisation_key": _a_key,
    "open_observer_session": _a_link,
    "read_webhook": _a_webhook,
    "remove_webhook": _a_webhook,
    "test_webhook": _a_webhook,
}
"""What must be there, made anew before each call."""


def filled(path: str, operation: str, world: World) -> str:
    """The path with the ids of a world."""
    for prefix in sorted(PATHS, key=len, reverse=True):
        if path.startswith(prefix):
            head, _, tail = path.partition("}")
            first = world.ids[OTHER_THING.get(operation, PATHS[prefix])]
            later = re.sub(r"\{(\w+)\}", lambda found: str(world.ids[LATER_IDS[found[1]]]), tail)
            return re.sub(r"\{\w+$", "", head) + str(first) + later
    assert "{" not in path, f"{path}: nobody owns its id"
    return path


def ndjson(world: World) -> bytes:
    """A list with one row."""
    return json.dumps(world.request()).encode()
