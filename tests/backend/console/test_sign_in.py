"""Signing in: who may, what the cookie holds, and forms that only count within their session."""

from __future__ import annotations

import base64
from datetime import timedelta

from backend.actions.officer_sessions import LIFE
from backend.console.routes import PAGES
from backend.store import api_keys
from tests.backend.console.browser import Browser

OFFICERS = ["cec", "zec:30", "lgec:30", "vcc:1850/01", "helpdesk", "auditor", "operator"]
GUARDED = [
    "/console",
    "/console/requests/R-2027-000001",
    "/console/requests/R-2027-000001/photo",
    "/console/accreditations/X/badge.png",
    "/console/reports",
    "/console/reports/RP-2027-000001",
    "/console/reports/RP-2027-000001/evidence/1",
    "/console/waiting",
    "/console/waiting/1",
    "/console/operation",
]


async def test_every_officer_role_signs_in_and_sees_a_first_page(world):
    """A key of a commission, the help desk, an auditor or the operator opens the console."""
    for role in OFFICERS:
        api = await world.key(role)
        page = await Browser(world.client).sign_in(api.key)

        assert page.status == 200, role
        assert page.form("/console/logout")


async def test_an_organisations_key_has_no_pages(world):
    """An organisation uses the API: its key is refused with a sentence, and no session opens."""
    _, sender = await world.organisation()
    browser = Browser(world.client)
    page = await browser.sign_in(sender.key)

    assert page.status == 403
    assert "nuk është i një komisioni" in page.text
    assert "vezhgo_session" not in browser.cookies


async def test_a_wrong_key_is_refused_and_not_shown_again(world):
    """A key that is not known comes back to the form; what was typed is nowhere on the page."""
    for key in ["", "vzk_x", "vzk_aaaaaaaaaaaaaaaa_" + "a" * 43, "' OR 1=1 --", "ç" * 150]:
        browser = Browser(world.client)
        page = await browser.sign_in(key)

        assert page.status == 401, key
        assert "nuk njihet" in page.text
        assert not key or key not in page.html
        assert "vezhgo_session" not in browser.cookies


async def test_without_a_session_every_page_leads_to_the_sign_in_page(world):
    """No page of the commission is shown to a stranger."""
    for path in GUARDED:
        answer = await Browser(world.client).raw(path)

        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/console/login")


async def test_the_cookie_holds_no_key_and_no_script_can_read_it(world):
    """The cookie is sealed, HttpOnly, SameSite=Strict and lasts twelve hours; the key is not in it."""
    api = await world.key("cec")
    browser = Browser(world.client)
    await browser.sign_in(api.key)
    cookie = next(one for one in browser.set_cookies if one.startswith("vezhgo_session="))
    value = browser.cookies["vezhgo_session"]
    raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))

    assert {"httponly", "samesite=strict", "max-age=43200", "path=/console"} <= {
        part.strip().lower() for part in cookie.split(";")
    }
    assert api.key.encode() not in raw
    assert api.key.rpartition("_")[2].encode() not in raw
    assert b"cec" not in raw


async def test_an_altered_cookie_opens_nothing(world, pages):
    """Every character of the cookie counts, and a value sealed for a form is no session."""
    browser = await pages.officer("cec")
    good = browser.cookies["vezhgo_session"]
    token = (await browser.open("/console")).value("/console/logout", "csrf")
    for bad in (
        good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1],
        good[4:],
        "",
        "x",
        token,
        "%C3%A9" * 20,
    ):
        stranger = Browser(world.client)
        stranger.cookies["vezhgo_session"] = bad
        answer = await stranger.raw("/console")

        assert answer.status_code == 303, bad


async def test_a_revoked_key_ends_its_sessions_at_once(world, pages):
    """The key must be live on every request, not only when somebody signs in."""
    browser = await pages.officer("cec")
    async with world.services.database.transaction() as conn:
        cursor = await conn.execute("SELECT id FROM api_keys WHERE role = 'cec'")
        for row in await cursor.fetchall():
            await api_keys.revoke(conn, row[0], world.services.clock.now())
    answer = await browser.raw("/console")

    assert answer.status_code == 303


async def test_a_session_ends_after_twelve_hours(world, pages, now):
    """The sealed instant counts, whatever the browser does with its cookie."""
    browser = await pages.officer("cec")
    await world.at(now + LIFE - timedelta(minutes=1))

    assert (await browser.raw("/console")).status_code == 200

    await world.at(now + LIFE + timedelta(seconds=1))
    answer = await browser.raw("/console")

    assert answer.status_code == 303
    assert "over=1" in answer.headers["location"]


async def test_signing_out_forgets_the_session(pages):
    """After signing out the browser holds no session."""
    browser = await pages.officer("cec")
    page = await browser.submit(await browser.open("/console"), "/console/logout")

    assert page.path == "/console/login"
    assert "vezhgo_session" not in browser.cookies


def _posts() -> list[str]:
    handlers = [handler for route in PAGES[0].routes for handler in route.route_handlers]
    paths = {path for one in handlers if "POST" in one.http_methods for path in one.paths}
    return sorted(paths - {"/console/login"})


async def test_no_form_counts_without_the_token_of_its_session(pages):
    """Each page that takes a form refuses one without a token, with a wrong one, and with another session's."""
    browser, other = await pages.officer("cec"), await pages.officer("cec")
    foreign = (await other.open("/console")).value("/console/logout", "csrf")
    assert len(_posts()) >= 9
    for path in _posts():
        address = (
            path.replace("{number:str}", "R-2027-000001")
            .replace("{id:int}", "1")
            .replace("{election:int}", "1")
        )
        for fields in ([], [("csrf", "")], [("csrf", "x" * 60)], [("csrf", foreign)]):
            answer = await browser.post(address, [*fields, ("once", "abc"), ("outcome", "grant")])

            assert answer.status_code == 403, (path, fields)
            assert "nuk është i kësaj hyrjeje" in answer.text


async def test_a_sign_in_form_from_elsewhere_signs_nobody_in(world):
    """A key posted without the form of this browser opens no session (login cross-site request forgery)."""
    api = await world.key("cec")
    browser = Browser(world.client)
    answer = await browser.post("/console/login", [("key", api.key)])

    assert answer.status_code == 403
    assert "vezhgo_session" not in browser.cookies


async def test_the_language_switch_leads_nowhere_else(world):
    """After the switch the browser stays on this site."""
    for to in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nX: y",
    ]:
        answer = await world.client.get("/language/en", params={"to": to}, follow_redirects=False)

        assert answer.status_code == 303, to
        assert answer.headers["location"] == "/"


async def test_the_language_is_kept_and_albanian_is_the_default(pages):
    """The pages are Albanian until somebody chooses English."""
    browser = await pages.officer("cec")

    assert "Kërkesat për akreditim" in (await browser.open("/console")).text

    page = await browser.open("/language/en?to=/console")

    assert page.path == "/console"
    assert "Requests for accreditation" in page.text
    assert ("html", {"lang": "en"}) in page.tags
