"""Rulings on appeals, and what follows: a request reopens or is granted, an accreditation is restored, or it stands.

Locks: the request or the accreditation or the organisation that is concerned, then the appeal, counters last.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

import msgspec
from psycopg import AsyncConnection

from accreditation.appeals import Appealable, AppealMove, appeal_window
from accreditation.civil_time import civil_date
from accreditation.decision_time import DueKind, albanian_decision_due
from accreditation.findings import Severity
from accreditation.law.appeal_rules import RuleCode, UpheldEffect, appeal_rule
from accreditation.law.editions import EditionId, Provision, cite
from accreditation.requests import REQUESTS, RequestMove, RequestState
from backend.actions.appeals.appeal_deadlines import renew_clock
from backend.actions.appeals.appeal_rules import rules_of
from backend.actions.appeals.appeal_steps import moved, require_completed, require_heard
from backend.actions.appeals.appeal_views import require_appeal, whole
from backend.actions.decisions import interim_ends
from backend.actions.decisions.deciding import appeal_view, replace_earlier
from backend.actions.elections.elections import facts_of, require_election
from backend.actions.fields import cleaned_text, instant, invalid, long_text
from backend.actions.notices import notices
from backend.actions.notices.notices import NoticeKind
from backend.actions.once import Answer, Ticket, perform
from backend.actions.principals import Principal
from backend.actions.requests import assessing
from backend.actions.senders.admissions import ActBody, act_values
from backend.actions.standing import issuance, standing
from backend.services import Services
from backend.store import appeals as store
from backend.store import audit, deadlines, decisions, organisations, requests
from backend.store.accreditations import find as find_accreditation
from backend.store.appeals import AppealRow, RulingRow
from backend.store.decisions import NewDecision, Signed
from backend.store.requests import RequestRow

GROUNDS_LIMIT = 50
REASON_LIMIT_CHARACTERS = 8_000
APPEAL_UPHELD = "appeal_upheld"
"""The finding that a ruling puts in front of the assessment of a request it sends back."""


class Effect(StrEnum):
    """What a ruling did."""

    NOTHING = "nothing"
    """What was appealed stands; the ruling says what can still be done."""
    REOPENED = "reopened"
    GRANTED = "granted"
    RESTORED = "restored"
    ADMISSION_OPENED = "admission_opened"


class RulingGroundBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ground of a ruling: its article and the reason in words."""

    article: str
    reason: str


class RulingBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ruling as the appeal body sends it. `decide_by` is the instant it gives the commission to decide anew."""

    outcome: Literal["uphold", "uphold_partly", "reject", "not_accept"]
    grounds: list[RulingGroundBody]
    act: ActBody
    decide_by: datetime | None = None


MOVES = {
    "uphold": AppealMove.UPHOLD,
    "uphold_partly": AppealMove.UPHOLD_PARTLY,
    "reject": AppealMove.REJECT,
    "not_accept": AppealMove.NOT_ACCEPT,
}
STORED = {"not_accept": "not_accepted"}


def _grounds(body: RulingBody) -> list[dict[str, Any]]:
    """The grounds cleaned; every ruling has at least one, with article and reason.

    Raises:
        Problem: 400.
    """
    if not body.grounds:
        raise invalid("grounds", "empty")
    if len(body.grounds) > GROUNDS_LIMIT:
        raise invalid("grounds", "too_many", limit=GROUNDS_LIMIT)
    return [
        {
            "article": cleaned_text("grounds.article", one.article, 60),
            "reason": long_text("grounds.reason", one.reason, REASON_LIMIT_CHARACTERS),
        }
        for one in body.grounds
    ]


async def rule(
    services: Services, principal: Principal, ticket: Ticket, number: str, body: RulingBody
) -> Answer:
    """The appeal body rules: upheld, upheld in part, rejected, or not accepted for review; effective at once.

    Of two officers one rules and the other gets 409.
    Raises:
        Problem: 403, another body hears it; 404; 409, the state forbids it, nobody has named the body, or the time to
            complete still runs; 400, the act or a ground lacks something, or `decide_by` is past.
    """
    grounds = _grounds(body)
    decide_by = instant("decide_by", body.decide_by) if body.decide_by is not None else None

    async def work(conn: AsyncConnection, now: datetime) -> tuple[int, Any]:
        act = act_values(body.act, now)
        if decide_by is not None and decide_by <= now:
            raise invalid("decide_by", "out_of_range")
        seen = await require_appeal(conn, principal, number)
        request = await requests.lock_by_id(conn, seen.request_id) if seen.request_id is not None else None
        if seen.accreditation is not None:
            await find_accreditation(conn, seen.accreditation, lock=True)
        row = await require_heard(conn, principal, number)
        await require_completed(conn, row, now)
        state = moved(row, MOVES[body.outcome])
        won = body.outcome in {"uphold", "uphold_partly"}
        effect, accreditation = Effect.NOTHING, None
        ruling = _Ruling(services, conn, now, principal, row, grounds, act, decide_by)
        if request is not None:
            await interim_ends.by_ruling(services, conn, now, request.id, act, principal.role)
        if won:
            effect, accreditation = await ruling.follow(request)
        outcome = STORED.get(body.outcome, body.outcome)
        await _store(ruling, outcome, effect)
        await store.change(conn, row.id, state=state)
        await renew_clock(conn, row.id)
        details = {"outcome": outcome, "effect": str(effect), "act": act["number"]}
        await store.add_event(conn, row.id, now, "ruled", principal.role, details)
        kept = details | {"key": principal.key_id}
        await audit.record(conn, now, principal.role, "appeal_ruled", f"appeal:{row.number}", kept)
        await _tell(ruling, outcome, effect)
        found = await store.by_id(conn, row.id)
        assert found is not None  # its row is held
        return 200, await whole(conn, found, now) | {"granted": accreditation}

    return await perform(services, ticket, work)


class _Ruling:
    """One ruling under way: its transaction, its instant, and who rules."""

    def __init__(
        self,
        services: Services,
        conn: AsyncConnection,
        now: datetime,
        principal: Principal,
        row: AppealRow,
        grounds: list[dict[str, Any]],
        act: dict[str, Any],
        decide_by: datetime | None,
    ) -> None:
        self.services, self.conn, self.now, self.principal = services, conn, now, principal
        self.row, self.grounds, self.act, self.decide_by = row, grounds, act, decide_by

    @property
    def reason(self) -> str:
        """The first ground's words, for what is restored or ended by the ruling."""
        return self.grounds[0]["reason"]

    async def follow(self, request: RequestRow | None) -> tuple[Effect, str | None]:
        """What a ruling for the appellant does; returns the number of an accreditation that it granted."""
        against = self.row.against
        root = self.row
        while against == "ruling" and root.previous is not None:
            earlier = await store.by_id(self.conn, root.previous)
            if earlier is None:
                break
            root, against = earlier, earlier.against
        if against in {"refusal", "failure_to_decide"} and request is not None:
            return await self._for_request(request)
        if against in {"revocation", "suspension"} and root.accreditation_id is not None:
            numbers = await standing.restore(
                self.services,
                self.conn,
                self.now,
                [root.accreditation_id],
                self.reason,
                self.act,
                self.principal.role,
            )
            return (Effect.RESTORED if numbers else Effect.NOTHING), None
        if against == "admission" and root.organisation_id is not None:
            return await self._open_admission(root.organisation_id), None
        return Effect.NOTHING, None

    async def _for_request(self, request: RequestRow) -> tuple[Effect, str | None]:
        """A refused or undecided request goes back to its commission, or is granted by this very ruling."""
        state = RequestState(request.state)
        if not REQUESTS.allows(state, RequestMove.REOPEN):
            # It was granted or withdrawn meanwhile: nothing is left to do.
            return Effect.NOTHING, None
        election = await require_election(self.conn, request.election_id)
        rules = await rules_of(self.conn, request.election_id)
        wanted = appeal_rule(RuleCode.UPHELD_REFUSAL, EditionId(election.edition), rules).value
        reopened = REQUESTS.after(state, RequestMove.REOPEN)
        await store.open_round(self.conn, request.id)
        await self._reopen(request, str(reopened), grants=wanted == UpheldEffect.GRANTS)
        if wanted != UpheldEffect.GRANTS:
            return Effect.REOPENED, None
        return Effect.GRANTED, await self._grant(request, reopened)

    async def _reopen(self, request: RequestRow, state: str, *, grants: bool) -> None:
        """Put the request before its commission again, with the ruling in front of the assessment and a new due date.

        The due date is the ruling's own, else the days of Art. 18(5) counted from the announcement of the ruling.
        """
        election = facts_of(await require_election(self.conn, request.election_id))
        due = albanian_decision_due(election, civil_date(self.now))
        due_at = self.decide_by or due.at
        cited = cite(election.edition, Provision.DECISION_TIME)
        finding = {
            "code": APPEAL_UPHELD,
            "severity": str(Severity.FOR),
            "article": self.grounds[0]["article"],
            "law": str(cited.law),
            "arguments": {
                "appeal": self.row.number,
                "act": self.act["number"],
                "body": self.row.body or "",
            },
            "instant": self.now,
            "readings": [],
        }
        kept = dict(request.assessment)
        kept["findings"] = [finding, *(one for one in kept["findings"] if one["code"] != assessing.FAILURE)]
        kept["remedy"] = None
        kept["decision_due"] = msgspec.to_builtins(due, builtin_types=(datetime,)) | {
            "at": due_at,
            "kind": str(DueKind.LAW),
            "ruling": self.row.number,
            "set_by_ruling": self.decide_by is not None,
        }
        await requests.set_assessment(
            self.conn,
            request.id,
            state=state,
            competent=request.competent,
            assessment=msgspec.json.encode(kept),
            decision_due_at=due_at,
            decision_due_kind=str(DueKind.LAW),
        )
        await store.forget_failure(self.conn, request.id)
        details = {"appeal": self.row.number, "act": self.act["number"]}
        await requests.add_event(self.conn, request.id, self.now, "reopened", self.principal.role, details)
        subject = assessing.subject_of(request.id)
        await audit.record(self.conn, self.now, self.principal.role, "request_reopened", subject, details)
        if grants or due_at is None:
            return
        await deadlines.put(self.conn, assessing.FAILURE, subject, due_at)
        told = notices.to_commission(
            request.election_id,
            request.competent,
            NoticeKind.REQUEST_REOPENED,
            f"request:{request.number}",
            due_at=due_at,
            appeal=self.row.number,
        )
        await notices.tell(self.services, self.conn, self.now, [told])

    async def _grant(self, request: RequestRow, state: RequestState) -> str:
        """The appeal body's own decision grants: its act stands on the accreditation."""
        new = NewDecision(
            request_id=request.id,
            outcome="grant",
            grounds=[],
            appeal=None,
            basis={"article": self.grounds[0]["article"], "appeal": self.row.number},
            found=[],
            state=str(REQUESTS.after(state, RequestMove.GRANT)),
            competent=request.competent,
        )
        signed = Signed(
            self.act["number"],
            datetime.fromisoformat(self.act["date"]).date(),
            self.act["signatory"],
            self.principal.role,
            self.now,
            self.principal.role,
        )
        ids = await decisions.add_all(self.conn, [new], signed)
        details = {"act": self.act["number"], "appeal": self.row.number}
        await requests.add_event(self.conn, request.id, self.now, "granted", self.principal.role, details)
        subject = assessing.subject_of(request.id)
        shown = {"outcome": "grant", "key": self.principal.key_id, **details}
        await audit.record(self.conn, self.now, self.principal.role, "request_decided", subject, shown)
        await assessing.close_deadlines(self.conn, request.id)
        if request.replaces is not None:
            await replace_earlier(self.conn, request.replaces, self.now, self.principal.role)
        number = await issuance.issue(
            self.services, self.conn, self.now, request_id=request.id, decision_id=ids[request.id]
        )
        told = [
            notices.to_sender(
                request.organisation_id,
                NoticeKind.REQUEST_GRANTED,
                f"request:{request.number}",
                accreditation=number,
            ),
            notices.to_observer(number, NoticeKind.ACCREDITATION_GRANTED, f"accreditation:{number}"),
        ]
        await notices.tell(self.services, self.conn, self.now, told)
        return number

    async def _open_admission(self, organisation_id: int) -> Effect:
        """A refused admission waits for the CEC's decision again."""
        found = await organisations.find(self.conn, organisation_id, lock=True)
        if found is None or found.admission != "refused":
            return Effect.NOTHING
        act = {**self.act, "by_appeal": self.row.number}
        await organisations.decide_admission(self.conn, organisation_id, "pending", act, self.now)
        details = {"appeal": self.row.number, "act": self.act["number"]}
        await audit.record(
            self.conn,
            self.now,
            self.principal.role,
            "organisation_pending",
            f"organisation:{organisation_id}",
            details,
        )
        return Effect.ADMISSION_OPENED


async def _store(ruling: _Ruling, outcome: str, effect: Effect) -> None:
    """Keep the ruling with the remedy against it; a second instance's is final, and so is full success."""
    row, remedy = ruling.row, None
    if row.election_id is not None and row.against != "ruling" and outcome != "uphold":
        election = facts_of(await require_election(ruling.conn, row.election_id))
        remedy = appeal_view(appeal_window(election, Appealable.RULING, ruling.now, row.body or "cec"))
    await store.add_ruling(
        ruling.conn,
        row.id,
        RulingRow(
            outcome=outcome,
            grounds=ruling.grounds,
            act_number=ruling.act["number"],
            act_date=datetime.fromisoformat(ruling.act["date"]).date(),
            signatory=ruling.act["signatory"],
            body=row.body or "",
            decided_at=ruling.now,
            decided_by=ruling.principal.role,
            effect=str(effect),
            remedy=remedy,
        ),
    )


async def _tell(ruling: _Ruling, outcome: str, effect: Effect) -> None:
    """The appellant, and the commission whose act it was, are told of the ruling and of what follows."""
    row, subject = ruling.row, f"appeal:{ruling.row.number}"
    arguments = {"outcome": outcome, "effect": str(effect), "act": ruling.act["number"]}
    told = []
    if row.organisation_id is not None:
        told.append(notices.to_sender(row.organisation_id, NoticeKind.APPEAL_DECIDED, subject, **arguments))
    deciding = str(row.object.get("decided_by") or "")
    if row.election_id is not None and deciding:
        told.append(
            notices.to_commission(row.election_id, deciding, NoticeKind.APPEAL_DECIDED, subject, **arguments)
        )
    await notices.tell(ruling.services, ruling.conn, ruling.now, told)
