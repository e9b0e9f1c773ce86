"""What an officer typed into a form, kept as typed, and the defects of it as sentences."""

from datetime import date
from typing import Any

import msgspec

from accreditation.decisions import Outcome
from accreditation.findings import Severity
from backend.actions.decisions.decisions import DecisionBody, GroundBody
from backend.actions.decisions.proposals import ProposalBody
from backend.actions.senders.admissions import ActBody
from backend.console.visits import Form, Visit
from backend.problems import Problem

OWN_GROUND = "own"
GROUNDED = (Severity.AGAINST, Severity.NEEDS_LEGAL_DECISION)
"""A refusal can rest on findings against, and on an open question that the commission settles itself."""


class TypedGround(msgspec.Struct):
    """One ground of the checklist. `mark` names its fields in the form."""

    mark: str
    code: str
    article: str
    reason: str
    facts: str = ""
    chosen: bool = False


class TypedAct(msgspec.Struct):
    """The act as typed; the date is a text until it is read."""

    number: str = ""
    date: str = ""
    signatory: str = ""

    @classmethod
    def of_posted(cls, form: Form) -> "TypedAct":
        """The three fields of every form with an act."""
        return cls(form.text("act_number"), form.text("act_date"), form.text("act_signatory"))

    def body(self) -> ActBody:
        """The act for the action.

        Raises:
            Problem: 400, the date is no date.
        """
        try:
            day = date.fromisoformat(self.date.strip()) if self.date.strip() else None
        except ValueError as error:
            raise Problem(
                400, "field_invalid", arguments={"field": "act.date", "reason": "not_a_date"}
            ) from error
        return ActBody(self.number, day, self.signatory)


class DecisionForm(msgspec.Struct):
    """The form that decides a request."""

    outcome: str
    grounds: list[TypedGround]
    act: TypedAct
    lenient_seen: bool = False

    @classmethod
    def of_findings(cls, visit: Visit, findings: list[dict[str, Any]]) -> "DecisionForm":
        """A fresh form: nothing is chosen, and each finding that could be a ground is offered with its sentence."""
        words = visit.words
        grounds = [
            TypedGround(str(index), one["code"], one["article"], words.finding(one["code"], one["arguments"]))
            for index, one in enumerate(findings)
            if one["severity"] in GROUNDED
        ]
        return cls("", [*grounds, TypedGround(OWN_GROUND, "", "", "")], TypedAct())

    @classmethod
    def of_posted(cls, form: Form) -> "DecisionForm":
        """What was typed."""
        chosen = set(form.texts("ground"))
        grounds = [
            TypedGround(
                mark,
                form.text(f"code_{mark}"),
                form.text(f"article_{mark}"),
                form.text(f"reason_{mark}"),
                form.text(f"facts_{mark}"),
                mark in chosen or (mark == OWN_GROUND and bool(form.text(f"reason_{mark}").strip())),
            )
            for mark in form.texts("mark")
        ]
        if not any(one.mark == OWN_GROUND for one in grounds):
            grounds.append(TypedGround(OWN_GROUND, "", "", ""))
        return cls(form.text("outcome"), grounds, TypedAct.of_posted(form), form.text("lenient_seen") == "1")

    def proposal(self) -> ProposalBody:
        """The same as a proposal, which has no act.

        Raises:
            Problem: 400, no outcome is chosen.
        """
        body = msgspec.structs.replace(self, act=TypedAct()).body()
        return ProposalBody(body.outcome, body.grounds)

    def body(self) -> DecisionBody:
        """The decision for the action: the same body that the API takes.

        Raises:
            Problem: 400, no outcome is chosen, or the date of the act is no date.
        """
        try:
            outcome = Outcome(self.outcome)
        except ValueError as error:
            raise Problem(400, "field_invalid", arguments={"field": "outcome", "reason": "empty"}) from error
        return DecisionBody(
            outcome=outcome,
            grounds=[
                GroundBody(code=one.code, article=one.article, reason=one.reason, facts=one.facts)
                for one in self.grounds
                if one.chosen
            ],
            act=self.act.body(),
            lenient_date_seen=self.lenient_seen,
        )


class RevocationForm(msgspec.Struct):
    """The form that revokes an accreditation."""

    reason: str = ""
    act: TypedAct = msgspec.field(default_factory=TypedAct)

    @classmethod
    def of_posted(cls, form: Form) -> "RevocationForm":
        """What was typed."""
        return cls(form.text("reason"), TypedAct.of_posted(form))


def defects_of(visit: Visit, problem: Problem) -> list[str]:
    """What stands in the way, one sentence each, in the order of gravity.

    Raises:
        Problem: the same one, where it is no matter of the form: it has its own page.
    """
    if problem.status in (401, 404, 413, 429, 503):
        raise problem
    words = visit.words
    codes = problem.arguments.get("defects")
    if codes:
        given = {name: value for name, value in problem.arguments.items() if name != "defects"}
        return [words.finding(code, given if code == problem.code else {}) for code in codes]
    if problem.code == "field_invalid":
        field = words.name("field", str(problem.arguments.get("field", "")).replace(".", "-"))
        reason = words.name("reason", problem.arguments.get("reason", ""))
        return [visit.text("console-field-invalid", field=field, reason=reason)]
    for message in (f"console-problem-{problem.code}", f"problem-{problem.code}"):
        message = message.replace("_", "-")
        if visit.services.texts.has(message, visit.language):
            shown = {name: str(value) for name, value in problem.arguments.items()}
            return [visit.text(message, **shown)]
    return [problem.code.replace("_", " ")]
