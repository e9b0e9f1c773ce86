"""Pages for everybody: what they say, what they never say, and the headers of every page."""

from __future__ import annotations

import re
from datetime import timedelta

from backend.locales.texts import Texts
from tests.backend.console.browser import Browser

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)


async def granted(world) -> dict:
    """An accreditation as its owner sees it."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo, observer={"given_name": "Artemisa", "family_name": "Kuqali"}))["number"]
    answer = await world.cec.post(f"/v1/requests/{number}/decision", world.decision())
    return (await ngo.get(f"/v1/accreditations/{answer.json()['accreditation']}")).json()


async def test_every_page_has_the_headers_and_no_inline_script(world, pages):
    """A strict policy on every answer, and pages that need nothing it forbids; errors too."""
    browser = await pages.officer("cec")
    shown = await granted(world)
    paths = ["/", "/chat", "/b/nothing", "/console", "/console/login", "/console/reports", "/console/waiting"]
    paths += [
        f"/console/requests/{shown['request']}",
        "/console/nowhere",
        "/console/requests/R-1",
        "/console?page=x",
    ]
    for path in paths:
        page = await browser.open(path)
        policy = page.headers["content-security-policy"]

        assert "default-src 'self'" in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["content-type"].startswith("text/html")
        assert not INLINE.search(page.html), (path, INLINE.search(page.html))
        addresses = [
            a.get("src") or a.get("href") or "" for tag, a in page.tags if tag in ("script", "link", "img")
        ]
        assert not [one for one in addresses if not one.startswith("/")], path


async def test_errors_are_plain_pages_in_the_language(pages):
    """A page that is not there says so in words, with the way back, and shows no code or trace."""
    browser = await pages.officer("cec")
    page = await browser.open("/console/requests/R-2027-999999")

    assert page.status == 404
    assert "Nuk ka faqe të tillë" in page.text
    assert "/console" in page.links
    await browser.open("/language/en?to=/")
    assert "There is no such page" in (await browser.open("/console/requests/R-2027-999999")).text


async def test_a_badge_page_says_the_state_and_never_whose_it_is(world, now):
    """By its unguessable id anybody sees valid, ended or revoked, the time and the warning; no name, no organisation."""
    shown = await granted(world)
    path = "/b/" + shown["badge"]["public_address"].rpartition("/")[2]
    browser = Browser(world.client)
    page = await browser.open(path)

    assert page.status == 200
    assert "Akreditimi është në fuqi" in page.text
    assert "vetëm bashkë me një dokument identifikimi" in page.text
    for secret in ("Artemisa", "Kuqali", shown["organisation"]["name"], shown["number"], shown["request"]):
        assert secret not in page.html
    await world.at(now + timedelta(days=300))
    assert "Akreditimi ka mbaruar" in (await browser.open(path)).text
    await world.at(now)
    body = {"reason": "Shkelje", "act": world.decision()["act"]}
    basis = {"measure": "revoke", "article": "19(2)", "law": "9087/2003", "act": body["act"]}
    assert (await world.cec.post(f"/v1/elections/{world.election}/legal-bases", basis)).status_code == 201
    assert (await world.cec.post(f"/v1/accreditations/{shown['number']}/revocation", body)).status_code == 201
    revoked = await browser.open(path)
    assert "Akreditimi është shfuqizuar" in revoked.text
    assert "Shkelje" not in revoked.html


async def test_an_unknown_badge_address_says_so(world):
    """A guessed address is 404 and says nothing more."""
    browser = Browser(world.client)
    for guess in ("x", "0" * 100, "%00", "..%2f..%2fetc"):
        page = await browser.open(f"/b/{guess}")

        assert page.status in (400, 404), guess
        assert "në fuqi" not in page.text
    assert "Nuk ka akreditim me këtë adresë" in (await browser.open("/b/x")).text


async def test_the_chat_page_names_the_election_and_the_safety_note(world):
    """Before anything is typed the page says which election it speaks of, and that the CEC registers nobody."""
    page = await Browser(world.client).open("/chat")

    assert "Zgjedhjet për Kuvendin (TEST)" in page.text
    assert "16 maj 2027" in page.text
    assert "nuk regjistron askënd në terren" in page.text
    assert ("script", {"src": "/static/chat.js", "defer": None}) in page.tags
    async with world.services.database.reading() as conn:
        row = await (await conn.execute("SELECT count(*) FROM inbox")).fetchone()
    assert row[0] == 0


async def test_static_files_are_served_with_their_types_and_nothing_else_is(world):
    """Style, scripts and the vendored viewer come from this site; a path out of the folder does not."""
    for path, kind in (
        ("/static/console.css", "text/css"),
        ("/static/chat.js", "text/javascript"),
        ("/static/vendor/swagger-ui/swagger-ui-bundle.js", "text/javascript"),
        ("/static/vendor/swagger-ui/LICENSE", "text/plain"),
    ):
        answer = await world.client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert kind.partition("/")[2] in answer.headers["content-type"] or path.endswith("LICENSE")
    for path in ("/static/../routes.py", "/static/%2e%2e/routes.py", "/static/..%2froutes.py", "/static/"):
        assert (await world.client.get(path)).status_code in (400, 404), path


async def test_the_api_page_uses_scripts_of_this_site_only(world):
    """The viewer is self-hosted: the page works with no network."""
    answer = await world.client.get("/schema")

    assert answer.status_code == 200, answer.text
    assert "/static/vendor/swagger-ui/swagger-ui-bundle.js" in answer.text
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_both_languages_have_the_same_texts():
    """Every text of the pages is there in Albanian and in English."""
    texts = Texts()
    names = {}
    for language in ("sq", "en"):
        from importlib import resources

        file = resources.files("backend") / "locales" / language / "console.ftl"
        names[language] = set(re.findall(r"^([a-z][a-z0-9-]*) =", file.read_text("utf-8"), re.MULTILINE))

    assert names["sq"] == names["en"]
    assert len(names["sq"]) > 300
    assert all(texts.has(name, "en") for name in names["en"])
