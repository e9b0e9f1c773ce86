"""A phone call: our voice webhook is asked, its TwiML is followed, and the caller speaks or types.

Request: https://www.twilio.com/docs/voice/twiml#request-parameters; Gather adds SpeechResult, Confidence, Digits.
"""

from __future__ import annotations

from urllib.parse import urljoin
from uuid import uuid4

from bots.simulators.twilio.account import Account
from bots.simulators.twilio.errors import TwimlError
from bots.simulators.twilio.phone import Run
from bots.simulators.twilio.records import API_VERSION, Call, Delivery, sid
from bots.simulators.twilio.twiml import Step, read_voice

_STEP_LIMIT = 50


class PhoneCall:
    """One call of a person to our voice number. Its methods work from any loop and thread.

    Attributes:
        record: what was heard, what is awaited, where it was connected.
    """

    def __init__(self, account: Account, run: Run, voice_url: str, caller: str, called: str) -> None:
        """Prepare a call; `dial` starts it."""
        self._account = account
        self._run = run
        self._url = voice_url
        self.record = Call(sid("CA"), account.account_sid, caller, called, "ringing", account.clock.now())

    @property
    def heard(self) -> list[str]:
        """What the caller heard so far."""
        return list(self.record.heard)

    async def dial(self) -> None:
        """Call; returns when the answer waits for the caller, or the call has ended."""
        self._account.calls[self.record.sid] = self.record
        await self._run(self._ask(self._url, {}))

    async def press(self, digits: str) -> None:
        """Type digits into the open Gather.

        Raises:
            LookupError: nothing asks for digits.
        """
        await self._answer("dtmf", {"Digits": digits})

    async def speak(self, words: str, confidence: float = 0.9) -> None:
        """Say words into the open Gather.

        Raises:
            LookupError: nothing listens to speech.
        """
        await self._answer("speech", {"SpeechResult": words, "Confidence": str(confidence)})

    async def hang_up(self) -> None:
        """End the call from the caller's side."""
        self.record.status, self.record.awaiting = "completed", False

    async def _answer(self, how: str, fields: dict[str, str]) -> None:
        """Send what the caller gave to the Gather's action."""
        if not self.record.awaiting or how not in self.record.awaits.get("input", "dtmf").split():
            raise LookupError(f"nothing asks for {how}")
        action = urljoin(self._url, self.record.awaits.get("action", self._url))
        self.record.awaiting = False
        await self._run(self._ask(action, fields))

    async def _ask(self, url: str, fields: dict[str, str]) -> None:
        """Ask the webhook and follow its answer; an alert ends the call, as on the real line."""
        self._url = url
        params = {
            "CallSid": self.record.sid,
            "AccountSid": self._account.account_sid,
            "From": self.record.caller,
            "To": self.record.called,
            "Caller": self.record.caller,
            "Called": self.record.called,
            "CallStatus": self.record.status,
            "Direction": "inbound",
            "ApiVersion": API_VERSION,
            **fields,
        }
        delivery = Delivery(sid("EV"), "voice", url, self.record.sid, params, str(uuid4()))
        self._account.deliveries.append(delivery)
        answer = await self._account.courier.deliver(delivery, self.record.caller)
        try:
            if answer is None:
                raise TwimlError(11200, "no answer")
            self.record.status = "in-progress"
            await self._follow(read_voice(answer.content_type, answer.body))
        except TwimlError as error:
            delivery.alert, delivery.alert_text = error.code, str(error)
            self.record.heard.append("An application error has occurred. Goodbye.")
            await self.hang_up()

    async def _follow(self, steps: list[Step]) -> None:
        """Do the verbs in order, until one waits or ends the call."""
        for step in steps:
            if len(self.record.heard) > _STEP_LIMIT:
                raise TwimlError(12200, "the call goes round in circles")
            match step.verb:
                case "Say":
                    self.record.heard.append(step.text)
                case "Gather":
                    self.record.heard.extend(part.text for part in step.inside if part.verb == "Say")
                    self.record.awaits, self.record.awaiting = step.attributes, True
                    return
                case "Record":
                    self.record.awaits, self.record.awaiting = {"input": "speech", **step.attributes}, True
                    return
                case "Dial":
                    self.record.dialled = step.text or step.inside[0].text
                    self.record.status = "in-progress"
                    return
                case "Redirect":
                    await self._ask(urljoin(self._url, step.text), {})
                    return
                case "Hangup" | "Reject":
                    break
        await self.hang_up()
