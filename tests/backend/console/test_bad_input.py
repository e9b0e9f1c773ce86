"""Nonsense in addresses and forms: a plain page each time, never an error of ours."""

from __future__ import annotations

from urllib.parse import quote

from tests.backend.console.test_decide import ACT, filed

ODD = [
    "\0",
    "a\0b",
    "‮abc",
    "é" * 300,
    "'; DROP TABLE requests; --",
    "../../etc/passwd",
    "%00",
    "\ud7ff",
    "0",
    "-1",
]
QUERIES = [
    "/console?page=0",
    "/console?page=-5",
    "/console?page=99999999999999999999",
    "/console?page=abc",
    "/console?status=" + "x" * 500,
    "/console?number=%00",
    "/console?number=" + "9" * 40,
    "/console?of=%F0%9F%92%A5",
    "/console/reports?before=0",
    "/console/reports?before=99999999999999999999",
    "/console/reports?severity=S9&status=zzz",
    "/console/waiting/99999999999999999999",
    "/language/xx?to=/",
    "/language/en?to=" + "/" * 1000,
]


async def test_odd_addresses_get_a_plain_page(pages):
    """Whatever stands in an address: a page in words with a status below 500."""
    browser = await pages.officer("cec")
    addresses = list(QUERIES)
    for odd in ODD:
        part = quote(odd, safe="")
        addresses += [
            f"/console/requests/{part}",
            f"/console/requests/{part}/photo",
            f"/console/reports/{part}",
            f"/console/reports/{part}/evidence/1",
            f"/console/accreditations/{part}/badge.png",
            f"/b/{part}",
            f"/console/{part}",
        ]
    for address in addresses:
        answer = await browser.raw(address)

        assert answer.status_code < 500, address
        # An address that leaves the console's folder is answered by the API's own 404.
        left = ".." in address or answer.status_code == 303
        assert answer.headers["content-type"].startswith("text/html") or left, address
        assert "Traceback" not in answer.text


async def test_odd_fields_get_a_sentence_and_decide_nothing(world, pages):
    """NULs, huge texts, hundreds of fields, repeated fields, a broken encoding: a page below 500, nothing decided."""
    number = await filed(world)
    browser = await pages.officer("cec")
    path = f"/console/requests/{number}/decision"
    token = (await browser.open("/console")).value("/console/logout", "csrf")
    base = [("csrf", token), ("once", "odd")]
    forms = [
        [("outcome", "grant\0"), *ACT.items()],
        [("outcome", "grant" * 1000)],
        [("outcome", "refuse"), ("mark", "own"), ("ground", "own"), ("reason_own", "x" * 9000), *ACT.items()],
        [
            ("outcome", "refuse"),
            *[("mark", str(n)) for n in range(60)],
            *[("ground", str(n)) for n in range(60)],
        ],
        [("outcome", "grant"), *[(f"f{n}", "x") for n in range(500)]],
        [
            ("outcome", "grant"),
            ("act_number", "1" * 5000),
            ("act_date", "2027-04-20"),
            ("act_signatory", "A"),
        ],
        [("outcome", "grant"), ("act_number", "1"), ("act_date", "9999999-01-01"), ("act_signatory", "A")],
        [("outcome", "grant"), ("act_number", "\0"), ("act_date", "2027-04-20"), ("act_signatory", "‮")],
    ]
    for n, form in enumerate(forms):
        answer = await browser.post(path, [*base[:1], ("once", f"odd{n}"), *form])

        assert 400 <= answer.status_code < 500, (n, answer.status_code)
        assert answer.headers["content-type"].startswith("text/html")
    missing_key = await browser.post(path, [("csrf", token), ("outcome", "grant"), *ACT.items()])
    assert missing_key.status_code == 400
    broken = await browser._send(
        "POST",
        path,
        content=b"csrf=%ff%fe&once=%80&outcome=\xff",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert 400 <= broken.status_code < 500
    for kind in ("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x"):
        strange = await browser._send("POST", path, content=b"{", headers={"Content-Type": kind})

        assert 400 <= strange.status_code < 500, kind
    assert (await world.cec.get(f"/v1/requests/{number}")).json()["status"] in ("received", "assessed")
