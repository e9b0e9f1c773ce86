"""Who may open which page: every page of the console by every role that signs in, and what no page may lack."""

from __future__ import annotations

import re

import pytest

from backend.console.routes import PAGES
from backend.console.sending.routes import SENDERS

ALL = frozenset(
    {"cec", "zec:30", "lgec:30", "vcc:1850/01", "kas", "college", "helpdesk", "auditor", "operator"}
)
COMMISSIONS = frozenset({"cec", "zec:30", "lgec:30"})
FILES = COMMISSIONS | {"auditor"}
APPEALS = FILES | {"kas", "college"}
REPORTS = FILES | {"vcc:1850/01", "helpdesk"}
CEC = frozenset({"cec", "auditor"})
TALKS = frozenset({"cec", "helpdesk"})

MAY = {
    "/console": ALL,
    "/console/late": FILES,
    "/console/operation": {"operator"},
    "/console/notices": ALL - {"helpdesk"},
    "/console/waiting": TALKS,
    "/console/waiting/{id:int}": TALKS,
    "/console/requests/{number:str}": FILES,
    "/console/requests/{number:str}/decision.pdf": FILES,
    "/console/requests/{number:str}/photo": FILES,
    "/console/requests/{number:str}/translation": FILES,
    "/console/accreditations/{number:str}": FILES,
    "/console/accreditations/{number:str}/badge.png": FILES,
    "/console/accreditations/{number:str}/badge.pdf": FILES,
    "/console/acts": FILES,
    "/console/acts/{id:int}": FILES,
    "/console/acts/{id:int}/decision.pdf": FILES,
    "/console/appeals": APPEALS,
    "/console/appeals/{number:str}": APPEALS,
    "/console/appeals/{number:str}/attestation.pdf": APPEALS,
    "/console/appeals/{number:str}/documents/{place:int}": APPEALS,
    "/console/registrations": CEC,
    "/console/elections/{id:int}/registrations": CEC,
    "/console/elections/{id:int}/registration-changes": CEC,
    "/console/reports": REPORTS,
    "/console/reports/{number:str}": REPORTS,
    "/console/reports/{number:str}/evidence/{id:int}": COMMISSIONS | {"vcc:1850/01"},
    "/console/revocations": FILES,
    "/console/revocations/{id:int}": FILES,
    "/console/senders": CEC,
    "/console/senders/{id:int}": CEC,
}
OPEN = {"/console/login", "/console/{rest:path}"}


def _paths(router, method: str) -> set[str]:
    handlers = [handler for route in router.routes for handler in route.route_handlers]
    return {path for one in handlers if method in one.http_methods for path in one.paths}


def filled(path: str) -> str:
    """The path with ids that stand for nothing."""
    path = path.replace("{number:str}", "R-2027-999999").replace("{measure:str}", "revocation")
    return re.sub(r"\{\w+:\w+\}", "999999", path)


def test_every_page_of_the_console_has_a_row():
    """A page that this table does not list fails here: it must say who may open it."""
    pages = {path for path in _paths(PAGES[0], "GET") if path.startswith("/console")}
    assert pages - OPEN == set(MAY)


@pytest.mark.parametrize("role", sorted(ALL))
async def test_a_role_opens_its_pages_and_no_other(pages, role):
    """Its own pages answer 200, or 404 where nothing is; every other answers 403; none is kept by a browser."""
    browser = await pages.officer(role)
    wrong = []
    for path, may in MAY.items():
        answer = await browser.raw(filled(path))
        allowed = {200, 302, 303, 404} if role in may else {403}
        if answer.status_code not in allowed:
            wrong.append(f"{path}: {answer.status_code}")
        assert answer.headers["cache-control"] == "no-store", path
        assert answer.headers["x-content-type-options"] == "nosniff", path
    assert wrong == []


async def test_no_form_of_a_sender_counts_without_its_token(world):
    """Each form of the senders' pages, posted without a token or with a wrong one, changes nothing: 403, or sign in."""
    paths = sorted(path for path in _paths(SENDERS, "POST"))
    assert len(paths) >= 3
    for path in paths:
        for token in ({}, {"csrf": "x" * 60}):
            answer = await world.client.post(filled(path), data={"once": "abc", **token})
            assert answer.status_code in (302, 303, 403), (path, answer.status_code)
            if answer.status_code != 403:
                assert "/login" in answer.headers["location"], path


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example"],
)
async def test_the_choice_of_a_language_leads_to_no_other_site(world, to):
    """Whatever stands in `to`, the answer stays on this site."""
    answer = await world.client.get("/language/en", params={"to": to}, follow_redirects=False)
    assert answer.headers["location"] == "/"
    assert "samesite" in answer.headers["set-cookie"].lower()
