"""A human in the conversation: taken, answered, given back; the bot is silent in between and promises nothing before."""

from __future__ import annotations

import asyncio
import secrets

import pytest


class Voter:
    """Somebody in the web chat."""

    def __init__(self, client) -> None:
        self.client = client
        self.session = secrets.token_urlsafe(24)
        self.sent = 0

    async def says(self, text: str = "", button: str = "") -> None:
        """Post one message."""
        self.sent += 1
        body = {
            "id": str(self.sent),
            "session": self.session,
            "text": text,
            "button": button,
            "language": "sq",
            "sent_at_ms": 0,
        }
        answer = await self.client.post("/v1/chat/messages", json=body)
        assert answer.status_code == 200, answer.text

    async def hears(self) -> list[str]:
        """Everything said to them so far."""
        answer = await self.client.get("/v1/chat/messages", params={"session": self.session})
        return [one["text"] for one in answer.json()["items"]]


@pytest.fixture
async def voter(world):
    """A voter who asked for a human."""
    one = Voter(world.client)
    await one.says(text="Kam një problem <b>të madh</b>")
    await one.says(button="cmd:human")
    return one


async def test_who_asked_for_a_human_is_listed_with_the_last_words(pages, voter):
    """The list names the channel and shows what was said, as text; nobody has it yet."""
    helpdesk = await pages.officer("helpdesk")
    page = await helpdesk.open("/console/waiting")

    assert "Biseda në faqe" in page.text
    assert "e askujt ende" in page.text
    assert "cmd:human" not in page.text
    talk = await helpdesk.open(next(one for one in page.links if one.startswith("/console/waiting/")))
    assert "<b>të madh</b>" in talk.text
    assert not [one for one in await voter.hears() if "Tani ju përgjigjet një njeri" in one]


async def test_taken_answered_and_given_back(pages, voter):
    """Taking tells the person; replies reach them; the bot is silent until the conversation is given back."""
    helpdesk = await pages.officer("helpdesk")
    page = await helpdesk.submit(await helpdesk.open("/console/waiting"), "/take")
    assert "e keni ju" in page.text
    assert (await voter.hears())[-1].startswith("Tani ju përgjigjet një njeri")

    before = len(await voter.hears())
    await voter.says(text="ku votoj?")
    assert len(await voter.hears()) == before
    page = await helpdesk.open(page.path)
    assert "ku votoj?" in page.text

    page = await helpdesk.submit(page, "/reply", text="Në shkollën «Naim Frashëri».")
    assert (await voter.hears())[-1] == "Në shkollën «Naim Frashëri».\n— Qendra e Ndihmës e KQZ-së"
    empty = await helpdesk.submit(page, "/reply", text=" ")
    assert empty.status == 400

    listed = await helpdesk.submit(page, "/give-back")
    assert "Askush nuk pret" in listed.text
    heard = len(await voter.hears())
    await voter.says(text="ku votoj?")
    assert len(await voter.hears()) > heard


async def test_of_two_officers_one_has_the_conversation(world, pages, voter):
    """Both press at once: one has it, the other is told; only the one who has it can answer or give it back."""
    one, other = await pages.officer("helpdesk"), await pages.officer("helpdesk")
    first, second = await one.open("/console/waiting"), await other.open("/console/waiting")
    # Each browser has its own client, so that their cookies do not mix while both are under way.
    answers = [await one.submit(first, "/take"), await other.submit(second, "/take")]

    assert [page.status for page in answers] == [200, 409]
    assert "ka marrë një tjetër" in answers[1].text
    path = answers[0].path.partition("?")[0]
    token = second.value("/take", "csrf")
    for action in ("reply", "give-back"):
        fields = [("csrf", token), ("once", action), ("text", "Unë")]
        assert (await other.post(f"{path}/{action}", fields)).status_code == 409
    assert "Unë" not in "".join(await voter.hears())
    assert len([text for text in await voter.hears() if "Tani ju përgjigjet" in text]) == 1


async def test_takes_under_way_together_give_it_to_one(world, voter):
    """Ten takes at once by ten keys: one holds the conversation, and the person is told once."""
    from backend.actions.conversations import handover
    from backend.actions.once import Ticket
    from backend.actions.principals import Principal
    from backend.problems import Problem

    async with world.services.database.reading() as conn:
        row = await (await conn.execute("SELECT id FROM conversations")).fetchone()

    async def take(n: int) -> str:
        principal = Principal("helpdesk", f"key{n}")
        try:
            await handover.take(world.services, principal, Ticket(f"key{n}", "/take", "1", b"x"), row[0])
        except Problem as problem:
            return problem.code
        return "taken"

    assert sorted(await asyncio.gather(*(take(n) for n in range(10)))) == ["conversation_taken"] * 9 + [
        "taken"
    ]
    assert len([text for text in await voter.hears() if "Tani ju përgjigjet" in text]) == 1


async def test_only_the_help_desk_and_the_cec_read_conversations(pages, voter):
    """A ZEC, a VCC, an auditor and the operator have no such page."""
    for role in ("zec:30", "vcc:1850/01", "auditor", "operator"):
        browser = await pages.officer(role)

        assert (await browser.open("/console/waiting")).status == 403, role
        assert (await browser.open("/console/waiting/1")).status == 403
    assert (await (await pages.officer("cec")).open("/console/waiting")).status == 200
    assert (await (await pages.officer("cec")).open("/console/waiting/999")).status == 404
