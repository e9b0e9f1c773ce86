"""One call of the Bot API: token, method, arguments, limits, then the method itself; every call is logged."""

from __future__ import annotations

from typing import Any

from bots.simulators.faults import Fault, FaultKind
from bots.simulators.telegram import editing, receiving, sending
from bots.simulators.telegram.content import Upload
from bots.simulators.telegram.errors import ApiError, bad_request, too_many
from bots.simulators.telegram.records import BotAccount, Call
from bots.simulators.telegram.spec import checked, method_name
from bots.simulators.telegram.world import World

_METHODS = {**sending.METHODS, **editing.METHODS, **receiving.METHODS}
_SENDS = frozenset(sending.METHODS) - {"sendChatAction"}

_REFUSING = frozenset({FaultKind.TOO_MANY, FaultKind.SERVER_ERROR})


class Api:
    """The methods of the simulated Bot API over one world."""

    def __init__(self, world: World) -> None:
        """Serve `world`, also the methods that ride in its webhooks' answers."""
        self.world = world
        world.dispatch = self.ride

    def call(
        self,
        bot: BotAccount,
        method: str,
        given: dict[str, Any],
        uploads: dict[str, Upload] | None = None,
        via: str = "api",
        fault: Fault | None = None,
    ) -> Any:
        """Perform a method and log it.

        Args:
            bot: whose token it was.
            method: its name, in any case.
            given: arguments as they came.
            uploads: files by part name.
            via: `api` or `ride`.
            fault: the scripted fault that this call meets; only those that refuse act here.

        Returns:
            The `result` of the answer.

        Raises:
            ApiError: the call is refused.
        """
        with self.world.lock:
            try:
                method = method_name(method)
                if fault is not None and fault.kind in _REFUSING:
                    raise _refusal(fault)
                result = self._perform(bot, method, given, uploads or {})
            except ApiError as refusal:
                self._log(bot, method, given, via, fault, refusal, None)
                raise
            self._log(bot, method, given, via, fault, None, result)
            return result

    def ride(self, bot: BotAccount, method: str, arguments: dict[str, Any]) -> None:
        """Perform the method in a webhook's answer; as with Telegram, nobody learns its result."""
        fault = self.world.faults.take(_REFUSING, "ride", str(arguments.get("chat_id", "")))
        try:
            self.call(bot, method, arguments, via="ride", fault=fault)
        except ApiError:
            # The refusal is in the log of calls; Telegram tells it to nobody either.
            return

    def _perform(
        self, bot: BotAccount, method: str, given: dict[str, Any], uploads: dict[str, Upload]
    ) -> Any:
        arguments = checked(method, given, uploads)
        perform = _METHODS.get(method)
        if perform is None:
            raise bad_request(f"method {method} is not simulated (refused by the simulator only)")
        return perform(self.world, bot, arguments, uploads)

    def _log(
        self,
        bot: BotAccount,
        method: str,
        given: dict[str, Any],
        via: str,
        fault: Fault | None,
        refusal: ApiError | None,
        result: Any,
    ) -> None:
        if method == "getUpdates" and result == []:
            # A long poll asks again and again until there is something; that is no news.
            return
        made = result if isinstance(result, list) else [result]
        messages = [one for one in made if isinstance(one, dict) and "message_id" in one]
        first = messages[0] if messages else {}
        self.world.calls.append(
            Call(
                at=self.world.clock.now(),
                bot=bot.username,
                method=method,
                chat=str(given.get("chat_id", "")),
                via=via,
                status=200 if refusal is None else refusal.status,
                error="" if refusal is None else refusal.description,
                message_ids=tuple(one["message_id"] for one in messages),
                text=first.get("text") or first.get("caption") or "",
                fault=fault.kind.value if fault is not None else "",
            )
        )

    def sends(self) -> list[Call]:
        """Every accepted send, oldest first: the calls that put a message into a chat."""
        with self.world.lock:
            return [call for call in self.world.calls if call.method in _SENDS and call.status == 200]


def _refusal(fault: Fault) -> ApiError:
    if fault.kind is FaultKind.TOO_MANY:
        return too_many(fault.retry_after_s)
    texts = {
        500: "Internal Server Error",
        502: "Bad Gateway",
        503: "Service Unavailable",
        504: "Gateway Timeout",
    }
    return ApiError(fault.status, texts.get(fault.status, "Internal Server Error"))
