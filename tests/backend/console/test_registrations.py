"""The officer's pages of senders: admission, what is on file, a change with preview and order, open questions."""

from __future__ import annotations

import pytest

from accreditation.law.choices import ChoiceCode, Option
from accreditation.registration_changes import Effect
from accreditation.senders import RegistrationKind
from backend.locales.texts import Texts
from tests.backend.api.test_registration_changes import Cast

CHANGE = "/registration-changes"
ACT = {"act_number": "44", "act_date": "2027-04-19", "act_signatory": "Kryetari i KQZ"}


async def test_a_coalition_switch_is_previewed_and_ordered_on_the_page(world, pages):
    """The page shows what passes over, the order does it, and the same page says so; nothing happens before."""
    cast = Cast(world)
    party, api = await cast.sender("political_party", {"kind": "multi_name_list"})
    coalition, _ = await cast.sender("coalition", {"kind": "multi_name_list"})
    number = await cast.granted(api)
    path = f"/console/elections/{world.election}/registrations"
    browser = await pages.officer("cec")

    page = await browser.open(f"{path}?of={party}")
    assert "Listë shumemërore" in page.text
    fields = {
        "organisation_0": str(party), "kind_0": "coalition_member", "standing_0": "holds",
        "coalition_0": str(coalition),
    }  # fmt: skip
    seen = await browser.submit(page, CHANGE, step="preview", **fields)
    assert seen.status == 200
    assert number in seen.text
    assert "kalon" in seen.text
    assert await cast.state(number) == "valid"
    bare = await browser.submit(seen, CHANGE, step="order", **fields)
    assert bare.status == 400, "an order needs its act"
    assert "Numri i aktit" in bare.text
    done = await browser.submit(bare, CHANGE, step="order", **fields, **ACT)

    assert done.status == 200
    assert done.path.startswith(f"{path}?of={party}&done=")
    assert "hyri në fuqi me aktin" in done.text
    assert await cast.state(number) == "replaced"


async def test_what_blocks_an_order_is_said_and_can_be_answered_on_the_page(world, pages):
    """A party that leaves: the open question stands beside the preview; the answer by act lets the order through."""
    cast = Cast(world)
    party, api = await cast.sender("political_party", {"kind": "multi_name_list"})
    coalition, _ = await cast.sender("coalition", {"kind": "multi_name_list"})
    await cast.granted(api)
    joined = {"organisation": party, "kind": "coalition_member", "coalition": coalition}
    assert (await cast.order(joined)).status_code == 201
    path = f"/console/elections/{world.election}/registrations"
    browser = await pages.officer("cec")
    fields = {
        "organisation_0": str(party), "kind_0": "coalition_member", "standing_0": "ended",
        "coalition_0": str(coalition),
    }  # fmt: skip

    page = await browser.open(f"{path}?of={party}")
    seen = await browser.submit(page, CHANGE, step="preview", **fields)
    assert "Juristi i komisionit duhet ta zgjidhë" in seen.text
    blocked = await browser.submit(seen, CHANGE, step="order", reason="Doli.", **fields, **ACT)
    assert blocked.status == 409
    choices = f"/console/elections/{world.election}/choices"
    form = next(
        one for one in blocked.forms if one.action == choices and ("code", "left_coalition") in one.fields
    )
    posted = dict(form.fields) | {"option": "stay"} | ACT
    answer = await browser.post(choices, list(posted.items()))
    assert answer.status_code == 303, answer.text[:500]
    answered = await browser.open(f"{path}?of={party}")
    assert "mbeten" in answered.text
    seen = await browser.submit(answered, CHANGE, step="preview", **fields)
    done = await browser.submit(seen, CHANGE, step="order", **fields, **ACT)

    assert "hyri në fuqi me aktin" in done.text


async def test_a_row_that_cannot_be_read_keeps_what_was_typed(world, pages):
    """A candidate without a unit: the page says so and holds the form."""
    cast = Cast(world)
    party, _ = await cast.sender("political_party")
    path = f"/console/elections/{world.election}/registrations"
    browser = await pages.officer("cec")
    page = await browser.open(f"{path}?of={party}")

    answer = await browser.submit(
        page, CHANGE, step="preview", organisation_0=str(party), kind_0="candidate", standing_0="ended"
    )

    assert answer.status == 400
    assert "Njësia zgjedhore: është bosh" in answer.text
    assert ("standing_0", "ended") in answer.form(CHANGE).fields


async def test_an_auditor_reads_and_changes_nothing(world, pages):
    """The auditor sees the file and no form; a zone commission sees nothing."""
    cast = Cast(world)
    party, _ = await cast.sender("political_party")
    path = f"/console/elections/{world.election}/registrations"

    page = await (await pages.officer("auditor")).open(f"{path}?of={party}")
    assert page.status == 200
    assert not [one for one in page.forms if one.action.startswith(path) and one.method == "post"]
    assert (await (await pages.officer("zec:30")).open(path)).status == 403


async def test_an_admission_is_decided_on_the_senders_page(world, pages):
    """Waiting senders are listed first; a refusal without facts is said; with them it shows the last day."""
    id, _ = await world.organisation()
    browser = await pages.officer("cec")
    listed = await browser.open("/console/senders")
    assert f"/console/senders/{id}" in listed.links
    page = await browser.open(f"/console/senders/{id}")
    path = f"/console/senders/{id}/admission"

    lacking = await browser.submit(page, path, outcome="refuse", article="18(1)", reason="Pse.", **ACT)
    assert lacking.status == 400
    assert "Faktet: është bosh" in lacking.text
    refused = await browser.submit(
        lacking, path, outcome="refuse", article="18(1)", reason="Pse.", facts="Çfarë.", **ACT
    )
    assert "deri më 23 prill 2027" in refused.text
    admitted = await browser.submit(refused, path, outcome="admit", reason="", facts="", **ACT)

    assert "U pranua" in admitted.text
    assert (await world.cec.get(f"/v1/organisations/{id}")).json()["admission"] == "admitted"


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_question_answer_effect_and_fact_has_a_name(language):
    """None of them is shown to an officer as its code."""
    texts = Texts()
    codes = {
        "choice": ChoiceCode,
        "option": Option,
        "effect": Effect,
        "registration": RegistrationKind,
        "registration-standing": ("holds", "ended", "contested"),
    }
    missing = [
        f"{kind}-{code}"
        for kind, ones in codes.items()
        for code in ones
        if not texts.has(f"console-{kind}-{code}".replace("_", "-"), language)
    ]

    assert missing == []
