"""What an action may touch, composed once for web, worker and command line alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from backend.clock import Clock
from backend.locales.texts import Texts
from backend.settings import Settings
from backend.store.database import Database
from backend.store.evidence_files import EvidenceFiles
from backend.vault import Vault


@dataclass(slots=True)
class Services:
    """The shell's parts, passed to every action as its first argument.

    Attributes:
        settings: the environment.
        clock: the one clock.
        database: the pools.
        vault: sealing of personal data.
        texts: the Fluent catalogue.
        files: evidence and photos, sealed, content-addressed.
        parts: what is built on first use (knowledge base, signer, senders), by name.
    """

    settings: Settings
    clock: Clock
    database: Database
    vault: Vault
    texts: Texts
    files: EvidenceFiles
    parts: dict[str, Any] = field(default_factory=dict)
