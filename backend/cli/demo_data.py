"""The demo: an election whose windows are open today, a register of places, organisations and keys; all marked DEMO."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import resources

import msgspec

from accreditation.civil_time import civil_date
from accreditation.law.limits import LimitCode
from accreditation.senders import SenderKind
from accreditation.standing import Measure
from backend.actions.elections import places
from backend.actions.elections.elections import add_with_cec
from backend.actions.principals import issue_key
from backend.actions.senders import organisations
from backend.actions.senders.organisations import ContactBody, OrganisationBody
from backend.services import Services
from backend.store import appeals, elections, legal_bases
from backend.store import organisations as organisation_rows
from backend.store.elections import ElectionRow
from backend.store.legal_bases import LegalBasis

ACTOR = "demo"
DEMO_ACT = "DEMO, NOT LAW"
DAYS_AHEAD = 25
"""The vote is on the first Sunday at least so many days ahead: both windows of Art. 18(5) are open today."""
DECREED_DAYS_BEFORE = 45
"""Art. 7(7) of the code of 2005: the Sunday nearest to the forty-fifth day after the decree."""
APPEAL_DAYS = 3
"""No source gives the term of the code of 2005; without a value no refusal could be made in the demo."""
ZEC_UNIT = "30"
SUNDAY = 6


class DemoKeys(msgspec.Struct, frozen=True):
    """What the demo made; each key is shown this once."""

    election_id: int
    election_name: str
    election_date: date
    organisation_id: int
    organisation_name: str
    organisation_key: str
    cec_key: str
    zec_role: str
    zec_key: str
    helpdesk_key: str


def election_day(today: date) -> date:
    """The first Sunday at least 25 days ahead, at most 31."""
    first = today + timedelta(days=DAYS_AHEAD)
    return first + timedelta(days=(SUNDAY - first.weekday()) % 7)


def demo_election(now: datetime) -> ElectionRow:
    """The demo's election as it is stored."""
    day = election_day(civil_date(now))
    return ElectionRow(
        id=0,
        name=f"Zgjedhjet për Kuvendin {day.year} (DEMO)",
        kind="assembly",
        election_date=day,
        decreed_on=day - timedelta(days=DECREED_DAYS_BEFORE),
        edition="2005",
        reading="calendar",
        hour_anchor="start_of_date",
        hour_clock="elapsed",
        holidays=[],
        reduced_days=[],
        set_limits=[{"code": str(LimitCode.APPEAL), "value": APPEAL_DAYS, "act": DEMO_ACT, "demo": True}],
        demo=True,
        final_announcement=None,
        created_at=now,
    )


async def load(services: Services) -> DemoKeys | None:
    """Load the demo in one transaction into a database without elections; returns its keys.

    Returns None, and writes nothing, where there is an election already: it may be a real one.
    """
    now = services.clock.now()
    register = (resources.files("backend.cli") / "demo_places.csv").read_text(encoding="utf-8")
    async with services.database.transaction() as conn:
        await elections.lock_all(conn)
        if await elections.count(conn):
            return None
        election = await add_with_cec(conn, demo_election(now), ACTOR)
        await places.load(conn, now, election, register, ACTOR)
        # Arts. 18 and 19 of 2005 name no power to revoke or suspend; without a basis no order could be made here.
        for measure in Measure:
            basis = LegalBasis(str(measure), "DEMO", "DEMO", DEMO_ACT, True, now, ACTOR)
            await legal_bases.add(conn, election.id, basis)
        # No source names who hears an appeal of 2005; without it none could be decided here.
        for code, value in (
            ("first_body", "kas"),
            ("second_body", "electoral_college"),
            ("rapporteur", "by_lot"),
        ):
            rule = appeals.SetRuleRow(code, value, DEMO_ACT, True, now, ACTOR)
            await appeals.add_rule(conn, election.id, rule)
        body = OrganisationBody(
            "Vëzhguesit e Lirë (DEMO)",
            SenderKind.ALBANIAN_NGO,
            "AL",
            ContactBody("Demo Demo", "demo@example.org"),
            "VL",
        )
        organisation, organisation_key = await organisations.add(conn, now, body, ACTOR)
        act = {"number": DEMO_ACT, "date": civil_date(now).isoformat(), "signatory": "DEMO"}
        await organisation_rows.decide_admission(conn, organisation.id, "admitted", act, now)
        zec_role = f"zec:{ZEC_UNIT}"
        return DemoKeys(
            election_id=election.id,
            election_name=election.name,
            election_date=election.election_date,
            organisation_id=organisation.id,
            organisation_name=organisation.name,
            organisation_key=organisation_key,
            cec_key=await issue_key(conn, now, "cec", label="DEMO", actor=ACTOR),
            zec_role=zec_role,
            zec_key=await issue_key(conn, now, zec_role, label="DEMO", actor=ACTOR),
            helpdesk_key=await issue_key(conn, now, "helpdesk", label="DEMO", actor=ACTOR),
        )
