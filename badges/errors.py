"""Two families of errors: what was handed to us is wrong, and we were called wrongly.

A badge that is revoked, expired or forged is neither: that is a verdict, a value (see `badges.credential`).
"""


class RejectedInput(Exception):
    """Their mistake: bytes, text or a picture from outside that we will not take.

    `code` is stable and safe to log; it never holds any of the rejected content.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotOurs(RejectedInput):
    """The text does not begin with the expected prefix, so it is some other code, not a damaged one of
    ours.
    """


class Damaged(RejectedInput):
    """The text has our prefix but can't be read to its end: a character is missing or illegible."""


class Malformed(RejectedInput):
    """The text can be read but breaks the format in a way no issuer of ours ever writes."""


class NotTrusted(RejectedInput):
    """A signed list that is unsigned by a trusted key, or older than what is already held."""


class PhotoRejected(RejectedInput):
    """A picture that can't become a badge photo. `code` is a `badges.photo.PhotoFault`."""


class Misuse(ValueError):
    """Our mistake: facts the format can't carry, or a call out of order. Never caused by what is read."""


class WrongPassphrase(Exception):
    """A sealed key does not open: the passphrase differs or the bytes were altered."""


class SymbolUnreadable(RuntimeError):
    """A symbol that we drew did not decode to its own text; it must not be released."""
