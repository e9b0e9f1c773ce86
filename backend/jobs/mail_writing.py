"""Writing mails: from notices to the bytes of a message, the same bytes whenever the same mail is written."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

import msgspec

from backend.actions.notices.notice_links import link_of, page_of
from backend.actions.notices.notice_texts import Told, told
from backend.locales.texts import LANGUAGES, Texts
from backend.store.notices import Notice

LINES_MOST = 200
SENDER_NAME = "Vëzhgo"


class BadAddress(Exception):
    """No mail can be addressed like this."""


class Letter(msgspec.Struct, frozen=True):
    """A mail ready for SMTP. `needs_utf8`: the address itself is not ASCII (RFC 6531)."""

    sender: str
    recipient: str
    content: bytes
    needs_utf8: bool


def mailbox(address: str) -> str:
    """An address as SMTP takes it: the domain in ASCII (IDNA), the local part as it is.

    Raises:
        BadAddress: it is not one plain address; a line break or a second address never passes.
    """
    if not address.isprintable() or any(sign in address for sign in ' \t<>()[],;:\\"'):
        raise BadAddress
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or "@" in local or len(address) > 254:
        raise BadAddress
    try:
        plain = domain.encode("idna").decode("ascii")
        Address(username=local, domain=plain)
    except (UnicodeError, ValueError) as error:
        raise BadAddress from error
    return f"{local}@{plain}"


def message_id(mail_id: int, made_at: datetime, domain: str) -> str:
    """The Message-ID of a mail: every repetition has the same one, so that a mailbox or a person can tell."""
    return f"<notice-mail-{mail_id}.{int(made_at.timestamp())}@{domain}>"


def write(
    texts: Texts,
    public_url: str,
    sender_address: str,
    recipient: str,
    language: str | None,
    mail_id: int,
    made_at: datetime,
    told_of: Sequence[Notice],
) -> Letter:
    """One mail about one or more notices of one kind, in one language or in both.

    Raises:
        BadAddress: the recipient cannot be addressed.
    """
    sender = mailbox(sender_address)
    to = mailbox(recipient)
    languages = (language,) if language in LANGUAGES else LANGUAGES
    parts = [_part(texts, one, public_url, told_of) for one in languages]
    needs_utf8 = not to.isascii() or not sender.isascii()
    message = EmailMessage(policy=SMTPUTF8 if needs_utf8 else SMTP)
    local, _, domain = sender.rpartition("@")
    message["From"] = Address(display_name=SENDER_NAME, username=local, domain=domain)
    to_local, _, to_domain = to.rpartition("@")
    message["To"] = Address(username=to_local, domain=to_domain)
    message["Subject"] = " / ".join(part.subject for part in parts)
    message["Date"] = format_datetime(made_at)
    message["Message-ID"] = message_id(mail_id, made_at, domain)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content("\n\n----\n\n".join(part.text for part in parts) + "\n", cte="quoted-printable")
    message.add_alternative(_page(languages, parts), subtype="html", cte="quoted-printable")
    message["Content-Language"] = ", ".join(languages)
    # A random boundary would make another mail of every repetition.
    message.set_boundary(f"=_notice-mail-{mail_id}")
    return Letter(sender, to, message.as_bytes(), needs_utf8)


class _Part(msgspec.Struct, frozen=True):
    """A mail's content in one language."""

    subject: str
    text: str
    html: str


def _part(texts: Texts, language: str, public_url: str, told_of: Sequence[Notice]) -> _Part:
    observer = bool(told_of) and told_of[0].recipient.startswith("observer:")
    for_commission = bool(told_of) and told_of[0].recipient.startswith("commission:")
    lines, blocks = [], []
    words: Told | None = None
    for notice in told_of[:LINES_MOST]:
        said = told(texts, language, notice.kind, notice.subject, notice.arguments, observer=observer)
        words = words or said
        link = (
            page_of(public_url, notice.subject)
            if for_commission
            else link_of(public_url, notice.subject, notice.id)
        )
        mark = texts.text(language, "notice-mail-reference", id=str(notice.id), at=notice.at)
        entry = [said.text]
        block = f"<p>{html.escape(said.text)}</p>"
        if not observer:
            # An observer has no key: there is nothing behind the link for them.
            more = texts.text(language, "notice-mail-more")
            entry.append(f"{more}: {link}")
            block += f'<p><a href="{html.escape(link, quote=True)}">{html.escape(more)}</a></p>'
        entry.append(mark)
        lines.append("\n".join(entry))
        blocks.append(block + f'<p style="color:#555">{html.escape(mark)}</p>')
    subject = words.subject if words else ""
    if len(told_of) > 1:
        subject = texts.text(language, "notice-mail-many", count=len(told_of), subject=subject)
    lead = texts.text(language, "notice-mail-lead")
    return _Part(subject, "\n\n".join([*lines, lead]), "<hr>".join(blocks) + f"<p>{html.escape(lead)}</p>")


def _page(languages: Sequence[str], parts: Sequence[_Part]) -> str:
    body = "".join(
        f'<div lang="{language}">{part.html}</div>' for language, part in zip(languages, parts, strict=True)
    )
    return (
        '<!doctype html><html><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif;font-size:16px;line-height:1.4">{body}</body></html>\n'
    )
