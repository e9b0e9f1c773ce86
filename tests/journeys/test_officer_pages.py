"""The officer pages against what strangers write: nothing of it becomes markup, and every page answers."""

from __future__ import annotations

import httpx
import pytest

from tests.backend.console.browser import Browser
from tests.journeys.town import Chat, Town

EVIL = "<script>alert('Zhvarr')</script>"
EVIL_ATTRIBUTE = "\" onmouseover='alert(1)' x=\""


async def signed_in(town: Town, client: httpx.AsyncClient, role: str) -> Browser:
    """A browser of an officer."""
    caller = await town.key(role)
    browser = Browser(client)
    page = await browser.sign_in(caller.key)
    assert page.status == 200, page.text
    return browser


def harmless(html: str) -> None:
    """The page holds what was written as text, never as a tag or an attribute."""
    assert EVIL not in html
    assert "onmouseover='alert" not in html


@pytest.mark.parametrize("role", ["cec", "zec:30", "vcc:1850/01", "helpdesk", "auditor", "operator"])
async def test_every_link_of_an_officers_pages_leads_to_a_page_that_shows_evil_words_as_words(
    town: Town, role: str
) -> None:
    """Walk all links from the first page: each answers, in both languages, without markup of strangers."""
    _, sender = await town.organisation(name=f"Shoqata {EVIL}")
    accreditation = await town.accredited(sender, observer={"given_name": f"Ana {EVIL_ATTRIBUTE}"})
    await town.filed(sender, observer={"family_name": f"Hoxha {EVIL}"})
    report = {
        "accreditation": accreditation,
        "place": f"te shkolla {EVIL}",
        "words": f"{EVIL} {EVIL_ATTRIBUTE}",
    }
    await sender.ok("/v1/reports", report)
    chat = Chat(town, "webchat")
    await chat.say(f"dua të flas me një njeri {EVIL}")
    await chat.say("/njeri")
    async with httpx.AsyncClient(timeout=20, base_url=town.house.url) as client:
        browser = await signed_in(town, client, role)
        seen, waiting = set(), ["/console"]
        while waiting and len(seen) < 60:
            path = waiting.pop(0)
            if path in seen:
                continue
            seen.add(path)
            page = await browser.open(path)
            assert page.status in (200, 403, 404), (path, page.status, page.text[:300])
            assert path != "/console" or page.status == 200
            harmless(page.html)
            assert "Traceback" not in page.html
            if page.headers["content-type"].startswith("text/html") and page.status == 200:
                assert "script-src" in page.headers.get("content-security-policy", "") or "default-src" in (
                    page.headers.get("content-security-policy", "")
                )
            waiting += [
                link.split("#")[0]
                for link in page.links
                if link.startswith("/console") and "logout" not in link and link.split("#")[0] not in seen
            ]
        assert len(seen) >= (1 if role == "operator" else 2)


@pytest.mark.parametrize(
    "path", ["/console", "/console/requests/R-2026-000001", "/console/reports", "/console/waiting"]
)
async def test_without_a_session_nothing_is_shown(town: Town, path: str) -> None:
    """A stranger is sent to sign in, and a forged cookie helps nobody."""
    async with httpx.AsyncClient(timeout=20, base_url=town.house.url) as client:
        for cookie in ("", "vezhgo_session=forged", "session=" + "A" * 4_000):
            answer = await client.get(path, headers={"cookie": cookie} if cookie else {})
            assert answer.status_code in (303, 401, 403), (path, cookie[:20], answer.status_code)
            assert "Hoxha" not in answer.text


async def test_forms_of_others_and_broken_forms_do_nothing(town: Town) -> None:
    """A decision posted without the page's token, or as garbage: refused, and the request waits on."""
    number = (await town.filed(town.demo))["number"]
    async with httpx.AsyncClient(timeout=20, base_url=town.house.url) as client:
        browser = await signed_in(town, client, "cec")
        bare = b"outcome=grant&act_number=1&act_date=2026-01-01&act_signatory=x"
        for content in (bare, b"\xff\xfe%%%=&&&", b"", b"a" * 100_000):
            answer = await client.post(
                f"/console/requests/{number}/decision",
                content=content,
                headers={
                    "content-type": "application/x-www-form-urlencoded",
                    "cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items()),
                },
            )
            assert answer.status_code in (400, 403, 404, 405, 409, 413), (content[:20], answer.status_code)
    assert (await town.demo.get(f"/v1/requests/{number}")).json()["status"] == "received"
