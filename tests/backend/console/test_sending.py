"""The senders' pages without scripts: sign in, check a list, file it, follow it; one observer; withdrawal and appeal."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from backend.actions.requests.batches import INLINE_ROWS, work_off
from tests.backend.api.test_batches import as_csv, record
from tests.backend.console.browser import Browser, Page


class SenderBrowser(Browser):
    """A browser of somebody who sends observers; it can send files."""

    async def upload(self, page: Page, action: str, name: str, content: bytes, **changes: str) -> Page:
        """Fill in a form that has a file, and send it as a browser does."""
        form = page.form(action)
        fields = {field: value for field, value in form.fields if field not in changes and value}
        answer = await self._send(
            "POST", form.action, data=fields | changes, files={name: ("lista.csv", content)}
        )
        if answer.status_code == 303:
            return await self.open(answer.headers["location"])
        return Page(answer.status_code, form.action, answer.text, answer.headers)


async def signed_in(world: Any, kind: str = "albanian_ngo") -> tuple[SenderBrowser, Any]:
    """A browser signed in with the key of a new organisation, and a client with the same key."""
    _, api = await world.organisation(kind)
    browser = SenderBrowser(world.client)
    page = await browser.submit(await browser.open("/senders/login"), "/senders/login", key=api.key)
    assert (page.status, "Paraqitja e vëzhguesve" in page.text) == (200, True)
    return browser, api


async def test_a_key_opens_a_session_of_its_own(world):
    """Twelve hours, strict, these pages only; a wrong key and an officer's key are told apart."""
    browser, api = await signed_in(world)
    cookie = next(line for line in browser.set_cookies if line.startswith("vezhgo_sender="))
    assert {"HttpOnly", "Path=/senders", "SameSite=strict", "Max-Age=43200"} <= set(cookie.split("; "))
    assert api.key not in cookie
    assert (await browser.raw("/console")).headers["location"].startswith("/console/login")

    stranger = SenderBrowser(world.client)
    wrong = await stranger.submit(await stranger.open("/senders"), "/senders/login", key="vzk_wrong")
    assert (wrong.status, "nuk njihet" in wrong.text) == (401, True)
    officer = await stranger.submit(wrong, "/senders/login", key=world.cec.key)
    assert (officer.status, "nuk është i një dërguesi" in officer.text) == (403, True)

    await world.jump(world.services.clock.now() + timedelta(hours=12, minutes=1))
    assert "mbaroi" in (await browser.open("/senders")).text


async def test_the_session_of_an_officer_is_none_here(world, pages):
    """Neither cookie opens the other's pages, whatever name it is sent under."""
    officer = await pages.officer("cec")
    officer.cookies["vezhgo_sender"] = officer.cookies["vezhgo_session"]
    assert (await officer.raw("/senders")).status_code == 303
    browser, _ = await signed_in(world)
    browser.cookies["vezhgo_session"] = browser.cookies["vezhgo_sender"]
    assert (await browser.raw("/console")).status_code == 303


async def test_the_first_page_says_when_to_file(world):
    """Each window in words with its safe date, its lenient date and the article; the template in the page's language."""
    browser, _ = await signed_in(world)
    page = await browser.open("/senders")

    assert "Dorëzojeni deri më" in page.text
    assert "neni 18(5)" in page.text
    assert page.text.count("I hapur") == 2
    assert "/v1/requests/batch/template?format=xlsx&language=sq" in page.links
    english = await browser.open("/language/en?to=/senders")
    assert "File by" in english.text


async def test_a_list_is_checked_first_and_then_filed(world):
    """The check files nothing and says so; then numbers, what to mend, a receipt, and each request."""
    browser, api = await signed_in(world)
    rows = [record(world, n, family_name="Çela") for n in range(6)]
    rows[2]["birth_date"] = "31.02.1990"
    rows[5] = dict(rows[4])
    checked = await browser.upload(await browser.open("/senders"), "/check", "file", as_csv(rows, ";"))

    assert "Ende nuk është paraqitur asgjë" in checked.text
    assert "Datëlindja: shkruajeni datën si 28.02.1990." in checked.text
    assert "4 gati" in checked.text
    assert (await api.get("/v1/requests")).json()["items"] == []

    done = await browser.submit(checked, "/file")
    assert "U regjistruan 4 kërkesa" in done.text
    assert "1 të regjistruara më parë" in done.text
    numbers = [one["number"] for one in (await api.get("/v1/requests")).json()["items"]]
    assert all(f"/senders/requests/{number}" in done.links for number in numbers)
    only = await browser.open(f"{done.path}?outcome=rejected")
    assert "R-2027" not in only.text
    receipt = await browser.open(f"{done.path}/receipt")
    assert all(number in receipt.text for number in numbers)
    assert "Ana 0 Çela" in receipt.text
    table = await browser.raw(f"{done.path}/rejected.csv")
    assert "attachment" in table.headers["content-disposition"]
    assert "31.02.1990" in table.content.decode("utf-8-sig")
    assert f"/senders/batches/{done.path.rsplit('/', 1)[1]}" in (await browser.open("/senders/batches")).links


async def test_a_form_sent_twice_files_once_and_a_foreign_form_not_at_all(world):
    """The page's own mark makes a second click harmless; without the token of the session nothing happens."""
    browser, api = await signed_in(world)
    checked = await browser.upload(
        await browser.open("/senders"), "/check", "file", as_csv([record(world, 1)])
    )
    form = checked.form("/file")
    first, second = [await browser.post(form.action, form.fields) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 303)
    assert len((await api.get("/v1/requests")).json()["items"]) == 1
    forged = [(name, "x" if name == "csrf" else value) for name, value in form.fields]
    assert (await browser.post(form.action, forged)).status_code == 403


async def test_a_list_can_be_let_go(world):
    """Nothing is filed, and its page is gone."""
    browser, api = await signed_in(world)
    checked = await browser.upload(
        await browser.open("/senders"), "/check", "file", as_csv([record(world, 1)])
    )
    home = await browser.submit(checked, "/discard")

    assert "Asgjë nuk u paraqit" in home.text
    assert (await browser.raw(checked.path)).status_code == 404
    assert (await api.get("/v1/requests")).json()["items"] == []


UNREADABLE = [
    (b"Emri;Mosha\nAna;7\n", "Nuk njihen kolonat: Mosha"),
    (b"", "nuk ka rreshta"),
]


@pytest.mark.parametrize(("content", "said"), UNREADABLE)
async def test_a_file_that_cannot_be_read_comes_back_with_its_reason(world, content, said):
    """On the same page, in words."""
    browser, _ = await signed_in(world)
    page = await browser.upload(await browser.open("/senders"), "/check", "file", content)

    assert (page.status, said in page.text) == (400, True)


async def test_progress_is_shown_without_scripts(world):
    """A long list: the page refreshes itself until the worker is done."""
    browser, _ = await signed_in(world)
    rows = [record(world, n) for n in range(INLINE_ROWS + 1)]
    page = await browser.upload(await browser.open("/senders"), "/check", "file", as_csv(rows))

    assert ("meta", "refresh") in {(tag, a.get("http-equiv")) for tag, a in page.tags}
    assert ("progress", "0") in {(tag, a.get("value")) for tag, a in page.tags}
    await work_off(world.services)
    checked = await browser.open(page.path)
    assert "refresh" not in {a.get("http-equiv") for _, a in checked.tags}
    assert f"Paraqit {INLINE_ROWS + 1} kërkesa" in checked.text


def portrait() -> bytes:
    """A plain photo."""
    out = io.BytesIO()
    Image.effect_noise((400, 500), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


TYPED = {
    "given_name": "Ana",
    "family_name": "Hoxha",
    "birth_date": "1990-02-28",
    "citizenship": "Shqipëri",
    "document_type": "passport",
    "document_number": "B1234567",
    "voting_centres": "1850/01; QV 4337",
    "role": "long_term",
    "language": "sq",
    "code_of_conduct": "1",
}


async def test_one_observer_is_filed_with_a_photo(world):
    """The form gives a request as the API takes it; what is wrong comes back with everything typed."""
    browser, api = await signed_in(world)
    blank = await browser.open(f"/senders/elections/{world.election}/one")
    wrong = await browser.upload(blank, "/one", "photo", portrait(), **(TYPED | {"citizenship": "Lindja"}))
    assert (wrong.status, "Shtetësia: shkruani kodin" in wrong.text) == (400, True)
    assert wrong.value("/one", "document_number") == "B1234567"

    page = await browser.upload(wrong, "/one", "photo", portrait(), **TYPED)
    assert "Kërkesa u regjistrua." in page.text
    number = page.path.split("/")[3].partition("?")[0]
    seen = (await api.get(f"/v1/requests/{number}")).json()
    assert seen["observer"]["citizenship"] == "AL"
    assert (seen["role"], seen["photo"]) == ("long_term", True)
    assert seen["scope"]["voting_centres"] == ["1850/01", "4337"]
    assert seen["code_of_conduct"]["accepted"] is True
    assert (await browser.raw(f"/senders/requests/{number}/photo")).headers["content-type"] == "image/jpeg"


async def test_a_bad_photo_leaves_the_request_recorded(world):
    """The request is filed first; the page says that another photo is needed."""
    browser, _ = await signed_in(world)
    blank = await browser.open(f"/senders/elections/{world.election}/one")
    page = await browser.upload(blank, "/one", "photo", b"no picture", **TYPED)

    assert "fotografia nuk u pranua" in page.text
    again = await browser.upload(page, "/photo", "photo", portrait())
    assert "Fotografia u ruajt." in again.text


async def test_a_sender_withdraws_appeals_and_reads_the_decision(world):
    """One request is refused and appealed, another withdrawn after it was confirmed; a stranger sees neither."""
    browser, api = await signed_in(world)
    stranger, _ = await signed_in(world)
    refused = (await world.filed(api))["number"]
    kept = (await world.filed(api))["number"]
    answer = await world.cec.post(
        f"/v1/requests/{refused}/decision", world.decision("refuse", lenient_date_seen=True)
    )
    assert answer.status_code in (200, 201), answer.text
    page = await browser.open(f"/senders/requests/{refused}")
    assert "Refuzuar" in page.text
    assert "U paraqit pas afatit." in page.text
    paper = await browser.raw(f"/senders/requests/{refused}/decision.pdf")
    assert paper.content.startswith(b"%PDF")
    appealed = await browser.submit(page, "/appeal", grounds="Kërkesa ishte në afat.", signatory="Ana Hoxha")
    assert "Ankimi u regjistrua." in appealed.text

    page = await browser.open(f"/senders/requests/{kept}")
    unsure = await browser.submit(page, "/withdrawal")
    assert unsure.status == 400
    gone = await browser.submit(unsure, "/withdrawal", sure="1", reason="Gabim")
    assert "Kërkesa u tërhoq." in gone.text
    assert (await api.get(f"/v1/requests/{kept}")).json()["status"] == "withdrawn"
    for number in (refused, kept):
        assert (await stranger.raw(f"/senders/requests/{number}")).status_code == 404
    listed = await browser.open("/senders/requests?status=withdrawn")
    assert (kept in listed.text, refused in listed.text) == (True, False)


async def test_a_granted_request_gives_its_badge(world):
    """The card and the symbol, to the sender only."""
    browser, api = await signed_in(world)
    stranger, _ = await signed_in(world)
    number = (await world.filed(api))["number"]
    assert (await world.cec.post(f"/v1/requests/{number}/decision", world.decision())).status_code in (
        200,
        201,
    )
    page = await browser.open(f"/senders/requests/{number}")
    card = next(link for link in page.links if link.endswith("badge.pdf"))

    assert (await browser.raw(card)).content.startswith(b"%PDF")
    assert (await stranger.raw(card)).status_code == 404


async def test_a_list_of_another_sender_is_not_there(world):
    """Its page, its receipt, its corrections and its forms: 404."""
    browser, _ = await signed_in(world)
    stranger, _ = await signed_in(world)
    checked = await browser.upload(
        await browser.open("/senders"), "/check", "file", as_csv([record(world, 1)])
    )
    for part in ("", "/receipt", "/rejected.csv", "/rejected.xlsx"):
        assert (await stranger.raw(checked.path + part)).status_code == 404
    token = (await stranger.open("/senders")).value("/check", "csrf")
    for form in ("/file", "/discard"):
        posted = await stranger.post(checked.path + form, [("csrf", token), ("once", "x")])
        assert posted.status_code == 404
