"""The pages of appeals, as an officer of the appeal body uses them: without scripts, in Albanian."""

from __future__ import annotations

from datetime import timedelta

from tests.backend.api.test_appeals import FULL, PDF, appealed, in_force, refused

ACT = {"act_number": "KAS 7", "act_date": "2027-04-20", "act_signatory": "Kryetari i KAS"}


async def an_appeal(world) -> tuple[str, str]:
    """An appeal against a refusal with a document: its number and the request's."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    appeal = (await appealed(world, ngo, number))["number"]
    answer = await ngo.post(
        f"/v1/appeals/{appeal}/documents", files={"file": ("a.pdf", PDF)}, data={"title": "Vendimi 12"}
    )
    assert answer.status_code == 201, answer.text
    return appeal, number


async def test_the_appeal_body_works_an_appeal_off_by_its_pages(world, pages):
    """From the list to the ruling: lot, acceptance, hearing, decision; every step is a form, and the request reopens."""
    appeal, number = await an_appeal(world)
    officer = await pages.officer("kas")
    page = await officer.open("/console")
    assert appeal in page.text
    assert "Verifikimi paraprak" in page.text
    here = f"/console/appeals/{appeal}"
    page = await officer.open(here)
    for words in ("Vendimi 12", "15 maj 2027", "Neni 18(5)", "refuzim i një kërkese", "Hoxha"):
        assert words in page.text, words
    page = await officer.submit(page, "/rapporteur", method="lot", candidates="Ilir Basha\nAna Kola")
    assert page.status == 200
    assert "Fara e shortit" in page.text
    page = await officer.submit(
        page, "/check", outcome="accept", competent="yes", standing="yes", in_time="yes"
    )
    assert "Në shqyrtim" in page.text
    page = await officer.submit(
        page, "/hearing", day="2027-04-22", hour="12:30", place="Pallati i Kongreseve"
    )
    assert "22 prill 2027, 12:30" in page.text
    page = await officer.submit(
        page, "/decision", outcome="uphold", article="18(5)", reason="Ishte në kohë.", **ACT
    )
    assert "U pranua" in page.text
    assert "para komisionit" in page.text
    assert not [form for form in page.forms if form.action.startswith("/console/appeals")]
    cec = await pages.officer("cec")
    assert "u pranua (kas, akti KAS 7)" in (await cec.open(f"/console/requests/{number}")).text


async def test_what_a_step_lacks_is_said_and_what_was_typed_stays(world, pages):
    """A ruling without act: the page says so, keeps the words, and the appeal stays under review."""
    appeal, _ = await an_appeal(world)
    officer = await pages.officer("kas")
    page = await officer.open(f"/console/appeals/{appeal}")
    page = await officer.submit(page, "/check", outcome="return")
    assert page.status == 400
    page = await officer.submit(page, "/check", outcome="accept")
    page = await officer.submit(page, "/decision", outcome="reject", article="18(5)", reason="Arsye e gjatë.")
    assert page.status == 400
    assert page.value("/decision", "reason") == "Arsye e gjatë."
    assert "Në shqyrtim" in page.text
    page = await officer.submit(page, "/hearing", day="e nesërmja")
    assert page.status == 400


async def test_not_accepting_by_the_check_needs_its_act(world, pages):
    """The check's third outcome is a ruling: with article, reason and act it ends the appeal."""
    appeal, _ = await an_appeal(world)
    officer = await pages.officer("kas")
    page = await officer.open(f"/console/appeals/{appeal}")
    failed = await officer.submit(
        page, "/check", outcome="not_accept", article="130", reason="Jashtë afatit."
    )
    assert failed.status == 400
    page = await officer.submit(
        failed, "/check", outcome="not_accept", article="130", reason="Jashtë afatit.", **ACT
    )
    assert page.status == 200
    assert "Nuk u pranua për shqyrtim" in page.text


async def test_others_read_and_cannot_decide(world, pages):
    """The CEC and an auditor see the appeal without a form; the College gets 404, a help desk 403."""
    appeal, _ = await an_appeal(world)
    here = f"/console/appeals/{appeal}"
    for role in ("cec", "auditor"):
        page = await (await pages.officer(role)).open(here)
        assert page.status == 200
        assert not [form for form in page.forms if form.action.startswith("/console/appeals")]
    assert (await (await pages.officer("college")).open(here)).status == 404
    assert (await (await pages.officer("helpdesk")).open(here)).status == 403


async def test_attestation_and_documents_come_as_files(world, pages):
    """The attestation is a PDF; a document is saved, never shown in place."""
    appeal, _ = await an_appeal(world)
    officer = await pages.officer("kas")
    pdf = await officer.raw(f"/console/appeals/{appeal}/attestation.pdf")
    assert pdf.content.startswith(b"%PDF-")
    document = await officer.raw(f"/console/appeals/{appeal}/documents/1")
    assert document.content == PDF
    assert document.headers["content-disposition"].startswith("attachment")


async def test_what_is_late_stands_first_and_says_so(world, pages):
    """A day later the check is late: the row is marked, and the page shows by how much."""
    appeal, _ = await an_appeal(world)
    await world.at(world.services.clock.now() + timedelta(hours=30))
    officer = await pages.officer("kas")
    page = await officer.open("/console/appeals")
    assert 'class="late"' in page.html
    assert "Organi është me vonesë" in (await officer.open(f"/console/appeals/{appeal}")).text


async def test_hostile_words_are_shown_as_words(world, pages):
    """Markup in grounds, titles and names is text."""
    await in_force(world)
    _, ngo = await world.organisation()
    number = await refused(world, ngo)
    evil = "<script>alert(1)</script>"
    appeal = (await appealed(world, ngo, number, **{**FULL, "grounds": evil, "signatory": evil}))["number"]
    page = await (await pages.officer("kas")).open(f"/console/appeals/{appeal}")
    assert "<script>alert" not in page.html
    assert evil in page.text
