"""The same person in two filings: search keys, filled when a request is stored, and what is shown of the others.

A search key is a keyed hash, so the index tells nobody a name or a birth date without the secret of the installation.
The machine decides nothing: an officer sees who may be the same, a sender never sees another sender's filing.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from accreditation.persons import Person, search_terms
from backend.vault import Vault

PURPOSE = "observer-person"
KEY_BYTES = 8
"""Eight bytes of the hash fit into a bigint; a chance meeting is sorted out by the comparison of the names."""


class Named(Protocol):
    """Whatever carries the fields of a person: a filing, or a stored request."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def birth_date(self) -> date: ...


def search_keys(vault: Vault, filing: Named) -> list[int]:
    """The keys under which a filing's person is found, for the column `requests.person_keys`; pure and cheap."""
    person = Person(filing.given_name, filing.family_name, filing.birth_date)
    return [
        int.from_bytes(vault.index(term, PURPOSE)[:KEY_BYTES], "big", signed=True)
        for term in search_terms(person)
    ]
