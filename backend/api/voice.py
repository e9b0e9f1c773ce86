"""The webhook of a phone call: signature checked, one turn answered in TwiML.

Whether the provider has an Albanian voice must be confirmed with it before the number is published:
Twilio says that a `Say` in a language it does not have may fail, and its list of voices changes
(https://www.twilio.com/docs/voice/twiml/say/text-speech). Without one, recordings in `Play` take their place.
"""

from urllib.parse import urlencode

from litestar import Request, Response, post
from litestar.status_codes import HTTP_200_OK
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from backend.actions.conversations import voice
from backend.actions.conversations.voice import Line, Reply, Turn
from backend.api.twilio_forms import signed_form
from backend.services import Services

PATH = "/webhooks/twilio/voice"
XML = "text/xml"
VOICES = {"sq": {"language": "sq-AL"}, "en": {"language": "en-GB"}}
"""Attributes of `Say` by language; a `voice` that the provider confirmed is added here."""
WAIT_S = 8
"""How long a digit is awaited after the last word."""
RING_S = 30


@post(PATH, operation_id="twilio_voice", status_code=HTTP_200_OK, tags=["webhooks"])
async def twilio_voice(request: Request, services: Services) -> Response:
    """One turn of a voter's phone call; the state of the call is in the query, and no personal data."""
    _, form = await signed_form(request, services)
    turn = voice.read(request.query_params, form)
    reply = await voice.answer(services, turn)
    return Response(_twiml(reply, services.settings.public_url), media_type=XML)


def _twiml(reply: Reply, public_url: str) -> str:
    response = VoiceResponse()
    if reply.next is None:
        _say(response, reply.lines)
        response.hangup()
    elif reply.dial is not None:
        _say(response, reply.lines)
        dial = Dial(action=_action(public_url, reply.next), method="POST", timeout=RING_S)
        dial.number(reply.dial)
        response.append(dial)
    else:
        gather = Gather(
            input="dtmf",
            num_digits=1,
            timeout=WAIT_S,
            action=_action(public_url, reply.next),
            method="POST",
            # Silence comes to us too, so that the same rule counts it as a wrong digit.
            action_on_empty_result=True,
        )
        _say(gather, reply.lines)
        response.append(gather)
    return response.to_xml()


def _say(verb: VoiceResponse | Gather, lines: tuple[Line, ...]) -> None:
    for line in lines:
        verb.say(line.text, **VOICES[line.language])


def _action(public_url: str, turn: Turn) -> str:
    query = {"s": str(turn.step), "l": turn.language}
    if turn.wrong:
        query["n"] = str(turn.wrong)
    return f"{public_url}{PATH}?{urlencode(query)}"
