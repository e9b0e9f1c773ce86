"""Bad input: each gets a problem document or a receipt, never a traceback; what is refused is not recorded."""

from __future__ import annotations

import json

ZALGO = "A" + "\u0301" * 40 + "na"


MALFORMED = [
    ({"observer": {"birth_date": "1990-02-30"}}, None),
    ({"observer": {"birth_date": "2999-01-01"}}, "observer.birth_date"),
    ({"observer": {"birth_date": "1790-01-01"}}, "observer.birth_date"),
    ({"observer": {"given_name": "\u202e\u200b"}}, "observer.given_name"),
    ({"observer": {"given_name": "12345"}}, "observer.given_name"),
    ({"observer": {"given_name": "a" * 201}}, "observer.given_name"),
    ({"observer": {"citizenship": "Shqipëri"}}, "observer.citizenship"),
    ({"observer": {"phone": "call me"}}, "observer.phone"),
    ({"observer": {"email": "no at sign"}}, "observer.email"),
    ({"observer": {"document": {"type": "id_card", "number": ""}}}, "observer.document.number"),
    ({"observer": {"document": {"type": "id_card", "number": "1", "extra": 1}}}, None),
    ({"observer": {"nickname": "x"}}, None),
    ({"scope": {"villages": ["x"]}}, None),
    ({"scope": {"voting_centres": [""]}}, "scope.voting_centres"),
    ({"role": "Short Term"}, "role"),
    ({"election": 999}, "election"),
    ({"election": "one"}, None),
    ({"surprise": 1}, None),
]


async def test_a_malformed_request_is_refused_and_not_recorded(world):
    """400 as a problem document that names the field and repeats no value."""
    _, ngo = await world.organisation()
    for change, field in MALFORMED:
        answer = await ngo.post("/v1/requests", world.body(**change))

        assert answer.status_code == 400, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        if field:
            assert answer.json()["arguments"]["field"] == field
        assert (await ngo.get("/v1/requests")).json()["items"] == []


async def test_broken_bodies_are_problems(world):
    """Malformed JSON, 5,000-deep JSON, a NUL, a lone surrogate, an array, nothing: 400 or a receipt, never 500."""
    _, ngo = await world.organisation()
    nul = json.dumps(world.body(role="x\0y"))
    surrogate = json.dumps(world.body()).replace('"Ana"', '"A\\ud800a"')
    for content in (
        b"{",
        b"[" * 5_000,
        b'{"election":' + b"[" * 5_000,
        nul.encode(),
        surrogate.encode(),
        b"[]",
        b"",
    ):
        answer = await ngo.post("/v1/requests", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, (content[:20], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    assert (await ngo.get("/v1/requests")).json()["items"] == []


NAMES = [
    ("\u202eAna\u202c\u200b\u2066", "Ana"),
    ("E\u0308leonora", "Ëleonora"),
    ("Ana\u0000\u0007\tMaria", "Ana Maria"),
    ("Ανα", "Ανα"),
    ("عائشة", "عائشة"),
    ("Ana 🎉", "Ana 🎉"),
    ("o\u0323\u0301" * 200, None),
    (ZALGO, None),
    ("ë" * 200, "ë" * 200),
]


async def test_a_name_keeps_its_letters_and_loses_what_turns_the_text(world):
    """Direction marks and controls go, letters of any script stay, in NFC; two hundred letters with marks are taken."""
    _, ngo = await world.organisation()
    for given, kept in NAMES:
        number = (await world.filed(ngo, observer={"given_name": given}))["number"]
        seen = (await ngo.get(f"/v1/requests/{number}")).json()["observer"]["given_name"]

        if kept is not None:
            assert seen == kept
        else:
            assert seen[0].isalpha()
            assert len(seen) <= len(given)


async def test_codes_of_places_are_read_as_people_write_them(world):
    """`289/1` and `QV nr. 289/01` are one voting centre; each is kept once."""
    _, ngo = await world.organisation()
    number = (await world.filed(ngo, scope={"voting_centres": ["289/1", "QV nr. 289/01", "1850/01"]}))[
        "number"
    ]

    scope = (await ngo.get(f"/v1/requests/{number}")).json()["scope"]
    assert scope["voting_centres"] == ["289/01", "1850/01"]


async def test_keys_that_are_not_keys_are_refused(world):
    """A guessed key, another scheme, an idempotency key that is too long: 401 or 400."""
    for header in ("Bearer vzk_aaaaaaaaaaaaaaaa_" + "a" * 43, "Bearer x", "Basic eDp5"):
        answer = await world.client.get("/v1/requests", headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    _, ngo = await world.organisation()
    assert (await ngo.post("/v1/requests", world.body(), once="k" * 201)).status_code == 400
