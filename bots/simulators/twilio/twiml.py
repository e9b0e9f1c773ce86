"""TwiML read strictly: what Twilio would do with our answer, or the alert it would raise.

Verbs: https://www.twilio.com/docs/messaging/twiml and https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError, fromstring

import msgspec

from bots.simulators.twilio.errors import TwimlError

_XML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
_MESSAGE_ATTRIBUTES = frozenset({"to", "from", "action", "method", "statusCallback"})
_ADDRESS = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}")


class Reply(msgspec.Struct, frozen=True):
    """One `<Message>`."""

    body: str
    media: str = ""
    status_callback: str = ""
    to: str = ""


class Step(msgspec.Struct, frozen=True):
    """One voice verb.

    Attributes:
        inside: the prompts of a Gather, or the numbers of a Dial.
    """

    verb: str
    attributes: dict[str, str]
    text: str = ""
    inside: tuple[Step, ...] = ()


_VOICE_ATTRIBUTES: dict[str, frozenset[str]] = {
    "Say": frozenset({"voice", "language", "loop"}),
    "Play": frozenset({"loop", "digits"}),
    "Pause": frozenset({"length"}),
    "Gather": frozenset(
        {
            "action", "method", "input", "language", "timeout", "speechTimeout", "maxSpeechTime", "numDigits",
            "finishOnKey", "hints", "actionOnEmptyResult", "partialResultCallback", "profanityFilter",
            "bargeIn", "speechModel", "enhanced", "debug", "partialResultCallbackMethod",
        }
    ),
    "Dial": frozenset(
        {"action", "method", "timeout", "callerId", "timeLimit", "hangupOnStar", "record", "answerOnBridge"}
    ),
    "Number": frozenset({"sendDigits", "url", "method", "statusCallback", "statusCallbackEvent"}),
    "Hangup": frozenset(),
    "Redirect": frozenset({"method"}),
    "Record": frozenset(
        {"action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "trim",
         "recordingStatusCallback", "recordingStatusCallbackMethod", "transcribe"}
    ),
    "Reject": frozenset({"reason"}),
}  # fmt: skip
_NESTED = {"Gather": frozenset({"Say", "Play", "Pause"}), "Dial": frozenset({"Number"})}


def read_messages(content_type: str, body: bytes) -> list[Reply]:
    """The messages of an answer to a message webhook; none for an empty answer.

    Raises:
        TwimlError: the alert that Twilio's debugger would show.
    """
    mime = content_type.partition(";")[0].strip().lower()
    if not body.strip():
        return []
    if mime == "text/plain":
        # Twilio sends a plain text back as it is.
        return [_checked(Reply(body.decode("utf-8", "replace").strip()))]
    root = _root(mime, body)
    replies = []
    for verb in root:
        if verb.tag != "Message":
            raise TwimlError(12200, f"<{verb.tag}> is not allowed in a message's answer here")
        replies.append(_checked(_message(verb)))
    return replies


def read_voice(content_type: str, body: bytes) -> list[Step]:
    """The verbs of an answer to a call's webhook.

    Raises:
        TwimlError: the alert that Twilio's debugger would show.
    """
    mime = content_type.partition(";")[0].strip().lower()
    if not body.strip():
        raise TwimlError(12100, "an empty answer")
    return [_step(verb, frozenset(_VOICE_ATTRIBUTES) - {"Number"}) for verb in _root(mime, body)]


def _root(mime: str, body: bytes) -> Element:
    """The `<Response>`."""
    if mime not in _XML_TYPES:
        raise TwimlError(12300, f"{mime or 'none'}")
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise TwimlError(12100, "a document type is not allowed")
    try:
        root = fromstring(body)  # noqa: S314 - our own program's answer, without entities (checked above)
    except ParseError as error:
        raise TwimlError(12100, str(error)) from error
    if root.tag != "Response":
        raise TwimlError(12200, f"the root is <{root.tag}>, not <Response>")
    if root.attrib:
        raise TwimlError(12200, "<Response> has no attributes")
    if (root.text or "").strip() or any((verb.tail or "").strip() for verb in root):
        raise TwimlError(12200, "text outside a verb")
    return root


def _message(verb: Element) -> Reply:
    """One `<Message>` with its Body and Media, or with plain text."""
    unknown = set(verb.attrib) - _MESSAGE_ATTRIBUTES
    if unknown:
        raise TwimlError(12200, f"<Message> has no attribute {sorted(unknown)[0]}")
    bodies, media = [], []
    for child in verb:
        if child.tag not in ("Body", "Media") or len(child) or child.attrib:
            raise TwimlError(12200, f"<{child.tag}> is not allowed in <Message>")
        (bodies if child.tag == "Body" else media).append(child.text or "")
    text = (verb.text or "").strip() + "".join((child.tail or "").strip() for child in verb)
    if len(bodies) > 1 or len(media) > 1 or (bodies and text):
        raise TwimlError(12200, "<Message> takes one Body or text, and one Media on WhatsApp")
    return Reply(
        body=(bodies[0] if bodies else text).strip(),
        media=media[0].strip() if media else "",
        status_callback=verb.get("statusCallback", ""),
        to=verb.get("to", ""),
    )


def _checked(reply: Reply) -> Reply:
    """The reply, if its parts keep the limits."""
    if not reply.body and not reply.media:
        raise TwimlError(14103, "neither Body nor Media")
    if len(reply.body) > 1600:
        raise TwimlError(14103, "more than 1600 characters")
    if reply.to and not _ADDRESS.fullmatch(reply.to):
        raise TwimlError(14101, "not an address")
    callback = urlsplit(reply.status_callback)
    if reply.status_callback and (callback.scheme not in ("http", "https") or not callback.hostname):
        raise TwimlError(14105, "not an absolute http address")
    return reply


def _step(verb: Element, allowed: frozenset[str]) -> Step:
    """One voice verb with what is inside it."""
    if verb.tag not in allowed:
        raise TwimlError(12200, f"<{verb.tag}> is not allowed here")
    unknown = set(verb.attrib) - _VOICE_ATTRIBUTES[verb.tag]
    if unknown:
        raise TwimlError(12200, f"<{verb.tag}> has no attribute {sorted(unknown)[0]}")
    inside = tuple(_step(child, _NESTED.get(verb.tag, frozenset())) for child in verb)
    text = (verb.text or "").strip()
    if verb.tag == "Say" and not 1 <= len(text) <= 4096:
        raise TwimlError(12200, "<Say> holds 1 to 4096 characters")
    if verb.tag in ("Play", "Redirect", "Number") and not text:
        raise TwimlError(12200, f"<{verb.tag}> is empty")
    if verb.tag == "Dial" and not text and not inside:
        raise TwimlError(12200, "<Dial> has no number")
    if verb.tag in ("Gather", "Hangup", "Pause", "Reject", "Record") and text:
        raise TwimlError(12200, f"<{verb.tag}> holds no text")
    if verb.tag == "Gather" and not set(verb.get("input", "dtmf").split()) <= {"dtmf", "speech"}:
        raise TwimlError(12200, "input is dtmf, speech, or both")
    return Step(verb.tag, dict(verb.attrib), text, inside)
