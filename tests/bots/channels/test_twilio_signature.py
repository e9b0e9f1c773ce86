"""The signature of Twilio's webhooks, held equal to the library's own validator."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from bots.channels.twilio import sign, verify

TOKEN = "12345"
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
    "Caller": "+14158675309",
}
SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
"""The example of Twilio's documentation and of its libraries' tests."""


def test_the_documented_example_is_verified():
    """The vector that Twilio publishes."""
    assert sign(URL, FORM, TOKEN) == SIGNATURE
    assert verify(SIGNATURE, URL, FORM, TOKEN)


CHANGED = [
    (SIGNATURE[:-2] + "A=", URL, FORM, TOKEN),
    ("", URL, FORM, TOKEN),
    ("é", URL, FORM, TOKEN),
    (SIGNATURE, URL.replace("https", "http"), FORM, TOKEN),
    (SIGNATURE, URL + "&x=1", FORM, TOKEN),
    (SIGNATURE, URL.replace("mycompany", "other"), FORM, TOKEN),
    (SIGNATURE, URL, FORM | {"Digits": "1235"}, TOKEN),
    (SIGNATURE, URL, FORM | {"New": ""}, TOKEN),
    (SIGNATURE, URL, {k: v for k, v in FORM.items() if k != "To"}, TOKEN),
    (SIGNATURE, URL, FORM, "12346"),
    (SIGNATURE, URL, FORM, ""),
]


@pytest.mark.parametrize(("signature", "url", "form", "token"), CHANGED)
def test_any_change_is_rejected(signature, url, form, token):
    """The address, a field, the token or the signature itself."""
    assert not verify(signature, url, form, token)


def test_the_fragment_of_overrides_is_not_signed():
    """Twilio signs to the end of the query."""
    assert verify(SIGNATURE, URL + "#rc=3&rp=all", FORM, TOKEN)


@pytest.mark.parametrize(
    "url", ["https://a.example:443/x", "https://a.example/x", "http://a.example:8080/x?y=1"]
)
def test_a_signature_with_or_without_the_port_is_accepted(url):
    """Twilio's products differ in whether they sign the port."""
    validator = RequestValidator(TOKEN)
    bare = url.replace(":443", "").replace(":8080", "")
    for signed in (url, bare):
        signature = validator.compute_signature(signed, FORM)
        assert verify(signature, url, FORM, TOKEN)
        assert validator.validate(url, FORM, signature)


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@settings(deadline=None)
@given(st.dictionaries(WORDS, WORDS, max_size=8), WORDS)
def test_every_form_is_signed_as_the_library_signs_it(form, token):
    """Whatever the names and values."""
    assert sign(URL, form, token) == RequestValidator(token).compute_signature(URL, form)


class Multi(dict):
    """A multi-dict as the library reads it."""

    def getall(self, name):
        return self[name]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "ab"]), WORDS), max_size=8))
def test_repeated_fields_are_signed_as_the_library_signs_them(pairs):
    """Sorted, and equal values once."""
    multi = Multi()
    for name, value in pairs:
        multi.setdefault(name, []).append(value)
    assert sign(URL, pairs, TOKEN) == RequestValidator(TOKEN).compute_signature(URL, multi)
