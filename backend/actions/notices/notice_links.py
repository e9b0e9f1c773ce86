"""Where the matter of a notice is read."""

from __future__ import annotations

from urllib.parse import quote

PATHS = {
    "request": "/v1/requests/",
    "accreditation": "/v1/accreditations/",
    "organisation": "/v1/organisations/",
    "election": "/v1/elections/",
    "batch": "/v1/requests/batches/",
    "report": "/v1/reports/",
    "appeal": "/v1/appeals/",
}
PAGES = {"request": "/console/requests/", "appeal": "/console/appeals/"}
"""Where a commission reads it in a browser."""


def link_of(public_url: str, subject: str, notice_id: int) -> str:
    """The address of a notice's matter in the API; of the notice itself where the matter has none."""
    kind, _, number = subject.partition(":")
    path = PATHS.get(kind)
    return public_url + (path + quote(number, safe="") if path and number else f"/v1/notices/{notice_id}")


def page_of(public_url: str, subject: str, usual: str = "/console/notices") -> str:
    """The address of a commission's page of a notice's matter; by default the list of notices where it has none."""
    kind, _, number = subject.partition(":")
    path = PAGES.get(kind)
    return public_url + (path + quote(number, safe="") if path and number else usual)
