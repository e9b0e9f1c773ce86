"""How lists of requests and accreditations are narrowed, in SQL that several lists share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class RequestFilters(msgspec.Struct, frozen=True):
    """Which requests a list shows beside the rights of its reader; None does not narrow.

    Attributes:
        organisation: the sender's id.
        kind: the sender's kind.
        received_from: the first instant of recording.
        received_until: the instant before which it was recorded.
        due_before: it waits for a decision, and that is due before this instant.
        batch: the id of the batch that it came with.
    """

    organisation: int | None = None
    kind: str | None = None
    received_from: datetime | None = None
    received_until: datetime | None = None
    due_before: datetime | None = None
    batch: int | None = None

    def values(self) -> dict[str, Any]:
        """The values that `NARROWED` names."""
        return {f"only_{name}": value for name, value in msgspec.structs.asdict(self).items()}


NARROWED = (
    "(%(only_organisation)s::bigint IS NULL OR r.organisation_id = %(only_organisation)s) "
    "AND (%(only_kind)s::text IS NULL "
    "OR r.organisation_id IN (SELECT o.id FROM organisations o WHERE o.kind = %(only_kind)s)) "
    "AND (%(only_received_from)s::timestamptz IS NULL OR r.received_at >= %(only_received_from)s) "
    "AND (%(only_received_until)s::timestamptz IS NULL OR r.received_at < %(only_received_until)s) "
    "AND (%(only_due_before)s::timestamptz IS NULL OR (r.decision_due_at < %(only_due_before)s "
    "AND r.state IN ('received', 'assessed', 'returned', 'overdue'))) "
    "AND (%(only_batch)s::bigint IS NULL OR r.batch_id = %(only_batch)s) "
)
"""A condition on the request `r`."""


class AccreditationFilters(msgspec.Struct, frozen=True):
    """Which accreditations a list shows beside the rights of its reader; None does not narrow.

    Attributes:
        state: where it stands.
        election: the election's id; `unit` and `voting_centre` are codes of its register.
        organisation: the sender's id.
        unit: it allows a place of this electoral unit.
        voting_centre: it allows this voting centre, by itself or with its unit.
    """

    state: str | None = None
    election: int | None = None
    organisation: int | None = None
    unit: str | None = None
    voting_centre: str | None = None

    def values(self) -> dict[str, Any]:
        """The values that `ACCREDITED` names."""
        return {f"only_{name}": value for name, value in msgspec.structs.asdict(self).items()}


ACCREDITED = (
    "(%(only_state)s::text IS NULL OR a.state = %(only_state)s) "
    "AND (%(only_election)s::int IS NULL OR a.election_id = %(only_election)s) "
    "AND (%(only_organisation)s::bigint IS NULL OR a.organisation_id = %(only_organisation)s) "
    "AND (%(only_unit)s::text IS NULL OR a.scope->'electoral_units' ? %(only_unit)s "
    "OR EXISTS (SELECT 1 FROM jsonb_array_elements_text("
    "coalesce(a.scope->'voting_centres', '[]') || coalesce(a.scope->'counting_centres', '[]')) AS c(code) "
    "JOIN places p ON p.election_id = a.election_id AND p.code = c.code WHERE p.unit_code = %(only_unit)s)) "
    "AND (%(only_voting_centre)s::text IS NULL OR a.scope->'voting_centres' ? %(only_voting_centre)s "
    "OR EXISTS (SELECT 1 FROM places p WHERE p.election_id = a.election_id AND p.code = %(only_voting_centre)s "
    "AND a.scope->'electoral_units' ? p.unit_code)) "
)
"""A condition on the accreditation `a`."""
