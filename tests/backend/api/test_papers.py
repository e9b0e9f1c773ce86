"""The written decision as PDF: what the law asks of it stands on it, in both languages, for those entitled only."""

from __future__ import annotations

import pytest
from fpdf import FPDF

ACT = {"number": "857", "date": "2027-04-20", "signatory": "Kryetari i KQZ"}
OWN = {
    "code": "own",
    "article": "18(1)",
    "facts": "Organizata nuk figuron në regjistër.",
    "reason": "Nuk ka të drejtë.",
}
FOUND = {"code": "in_time", "article": "18(5)", "reason": "U paraqit në afat, por pa të drejtë."}


@pytest.fixture
def printed(monkeypatch):
    """Every line that is set on a page, in order."""
    seen: list[str] = []
    write = FPDF.text

    def text(self, x, y, text):
        seen.append(text)
        write(self, x, y, text)

    monkeypatch.setattr(FPDF, "text", text)
    return seen


async def decided(world, sender, outcome="grant", grounds=(), **changes):
    """A request with its decision."""
    number = (await world.filed(sender, **changes))["number"]
    body = {"outcome": outcome, "grounds": list(grounds), "act": ACT}
    answer = await world.cec.post(f"/v1/requests/{number}/decision", body)
    assert answer.status_code == 200, answer.text
    return number


async def words(printed, who, path, **params) -> str:
    """The words of a paper, as one line."""
    printed.clear()
    answer = await who.get(path, **params)
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"
    assert "no-store" in answer.headers["cache-control"]
    return " ".join(printed)


IN_ALBANIAN = [
    "Komisioni Qendror i Zgjedhjeve", "Nr. 857, datë 20 prill 2027", "Kryetari i KQZ",
    "neni 18(5) i Ligjit nr. 9087/2003", "Organizata nuk figuron në regjistër.", "Kërkesa është në afat",
    "Nuk ka të drejtë. (neni 18(1))", "Kolegji Zgjedhor", "23 prill 2027, ora 24:00", "neni 146",
    "deri më 16 maj 2027, 00:00", "Autorizimi i vëzhguesit lëshohet nga KQZ",
]  # fmt: skip
IN_ENGLISH = [
    "Central Election Commission", "No. 857, 20 April 2027", "Kryetari i KQZ", "Article 18(5) of Law no. 9087/2003",
    "Organizata nuk figuron në regjistër.", "The filing is in time", "Nuk ka të drejtë. (Article 18(1))",
    "the Electoral College", "23 April 2027, 24:00", "Article 146", "until 16 May 2027, 00:00",
    "The Albanian text is authoritative",
]  # fmt: skip


@pytest.mark.parametrize(("language", "wanted"), [("sq", IN_ALBANIAN), ("en", IN_ENGLISH)])
async def test_a_refusal_prints_everything_that_it_must_carry(world, printed, language, wanted):
    """Body, act, date, signatory, legal basis, facts, assessment, grounds with articles, remedy, last day, usefulness."""
    _, ngo = await world.organisation()
    number = await decided(world, ngo, "refuse", [OWN, FOUND])
    seen = await words(printed, ngo, f"/v1/requests/{number}/decision.pdf", language=language)

    assert [one for one in wanted if one not in seen] == []
    assert "DEMO" not in seen
    assert ("translation" in seen) == (language == "en")


async def test_names_in_other_scripts_print_right(world, printed):
    """A Greek and a Macedonian observer stand on the paper with the letters of their names."""
    _, ngo = await world.organisation()
    for given, family in (("Γιώργος", "Παπαδόπουλος"), ("Љубица", "Петровска")):
        number = await decided(world, ngo, observer={"given_name": given, "family_name": family})
        seen = await words(printed, ngo, f"/v1/requests/{number}/decision.pdf")
        assert f"{given} Petrit {family}" in seen


async def test_a_paper_stays_what_it_was(world, printed):
    """Drawn again after the election's facts changed, the paper is the same file."""
    _, ngo = await world.organisation()
    number = await decided(world, ngo, "refuse", [OWN])
    path = f"/v1/requests/{number}/decision.pdf"
    first = (await ngo.get(path)).content
    limit = {"code": "appeal", "value": 9, "act": "KQZ 9/2027"}
    assert (await world.cec.post(f"/v1/elections/{world.election}/limits", limit)).status_code == 201
    assert (await ngo.get(path)).content == first


async def test_only_who_may_read_the_request_gets_its_paper(world):
    """404 for another sender and another commission; 409 before anything is decided; 400 for a third language."""
    _, ngo = await world.organisation()
    _, stranger = await world.organisation()
    number = await decided(world, ngo)
    path = f"/v1/requests/{number}/decision.pdf"
    for who in (stranger, await world.key("zec:30"), await world.key("vcc:1850/01")):
        assert (await who.get(path)).status_code == 404
    assert (await world.public.get(path)).status_code == 401
    assert (await ngo.get(path, language="mk")).status_code == 400
    waiting = (await world.filed(ngo))["number"]
    undecided = await ngo.get(f"/v1/requests/{waiting}/decision.pdf")
    assert (undecided.status_code, undecided.json()["code"]) == (409, "decision_missing")


async def test_a_demo_says_so_on_every_page(world, printed):
    """A value that was invented for a demonstration marks the paper: head, foot and the remedy itself."""
    async with world.services.database.transaction() as conn:
        await conn.execute(
            "UPDATE elections SET set_limits = jsonb_set(set_limits, '{0,demo}', 'true') WHERE id = %s",
            (world.election,),
        )
    _, ngo = await world.organisation()
    number = await decided(world, ngo, "refuse", [OWN])
    seen = await words(printed, ngo, f"/v1/requests/{number}/decision.pdf")
    assert seen.count("PROVË, NUK ËSHTË AKT LIGJOR") >= 2
    assert "numri i ditëve të ankimit është i shpikur" in seen


async def test_a_delegated_decision_names_its_instruction_and_the_cec_as_issuer(world, printed):
    """EC-12, 19(2)(c): the ZEC decides by the instruction, and the authorisation is still issued by the CEC."""
    _, party = await world.organisation("political_party")
    delegation = {"instruction": "KQZ 10 e 1.4.2027", "to": "zec", "from_at": "2027-04-01T00:00:00Z"}
    await world.cec.post(f"/v1/elections/{world.election}/delegations", delegation)
    number = (await world.filed(party))["number"]
    zec = await world.key("zec:30")
    answer = await zec.post(f"/v1/requests/{number}/decision", {"outcome": "grant", "act": ACT})
    assert answer.status_code == 200, answer.text
    seen = await words(printed, party, f"/v1/requests/{number}/decision.pdf")

    assert "Komisioni i Zonës së Administrimit Zgjedhor 30" in seen
    assert "KQZ 10 e 1.4.2027" in seen
    assert "Autorizimi i vëzhguesit lëshohet nga KQZ" in seen
    card = await words(printed, party, f"/v1/accreditations/{answer.json()['accreditation']}/badge.pdf")
    assert "Komisioni Qendror i Zgjedhjeve" in card
    assert "Zonës" not in card


async def test_an_acts_paper_holds_its_list(world, printed):
    """The commission reads the whole list, a sender its own lines; the addendum names the act that it adds to."""
    _, ngo = await world.organisation()
    _, other = await world.organisation()
    first = [(await world.filed(ngo, observer={"family_name": "Alfa"}))["number"] for _ in range(2)]
    second = (await world.filed(other, observer={"family_name": "Beta"}))["number"]
    lines = [{"request": one, "outcome": "grant"} for one in first]
    lines.append({"request": second, "outcome": "refuse", "grounds": [OWN]})
    made = (await world.cec.post("/v1/acts", {"election": world.election, "lines": lines})).json()
    path = f"/v1/acts/{made['id']}/decision.pdf"
    assert (await world.cec.get(path)).status_code == 409
    assert (await world.cec.post(f"/v1/acts/{made['id']}/effect", ACT)).status_code == 200

    whole = await words(printed, world.cec, path)
    assert all(
        one in whole for one in (*first, second, "Alfa", "Beta", "Miratohen 2", "Refuzohet 1", "VZH-2027-")
    )
    assert "Dita e fundit e ankimit: 23 prill 2027" in whole
    own = await words(printed, ngo, path, language="en")
    assert "Alfa" in own
    assert "Beta" not in own
    assert second not in own
    assert (await (await world.organisation())[1].get(path)).status_code == 404
    assert (await (await world.key("zec:30")).get(path)).status_code == 404

    added = (await world.filed(ngo))["number"]
    body = {"election": world.election, "requests": [added], "outcome": "grant", "addendum_to": made["id"]}
    addendum = (await world.cec.post("/v1/acts", body)).json()
    await world.cec.post(f"/v1/acts/{addendum['id']}/effect", {**ACT, "number": "860"})
    seen = await words(printed, world.cec, f"/v1/acts/{addendum['id']}/decision.pdf")
    assert "Për një shtesë në vendimin nr. 857 të datës 20 prill 2027" in seen
