"""The simulator as one object: a world, its API, its courier, its phones, its clock and its faults."""

from __future__ import annotations

from collections.abc import Mapping

from bots.simulators.faults import Fault, FaultScript
from bots.simulators.telegram.api import Api
from bots.simulators.telegram.clock import SimClock
from bots.simulators.telegram.delivery import Courier
from bots.simulators.telegram.limits import Limits
from bots.simulators.telegram.phones import Phone
from bots.simulators.telegram.records import BotAccount, Call, Delivery, User, Waiting
from bots.simulators.telegram.world import World

DEMO_TOKENS = {
    "vezhgo_voter_bot": "1000001:AAvoter-simulated-token-not-a-secret-1",
    "vezhgo_observer_bot": "1000002:AAobserver-simulated-token-no-secret-2",
}
"""Two bots for the demo: username to token."""


class Simulator:
    """Python's side of the simulator; the HTTP side is made of the same calls."""

    def __init__(
        self,
        tokens: Mapping[str, str] | None = None,
        *,
        clock: SimClock | None = None,
        faults: FaultScript | None = None,
        limits: Limits | None = None,
        limited: bool = True,
        first_update_id: int = 700_000_001,
        seed: int = 1,
    ) -> None:
        """Make the bots.

        Args:
            tokens: username to token; None makes the two demo bots.
            clock: None runs with the real time.
            faults: a script shared with others; None makes one.
            limits: the flood limits; None takes the published round numbers.
            limited: False never answers 429 by itself, for benchmarks.
            first_update_id: where the update ids begin.
            seed: of the random pauses and ids.
        """
        self.clock = clock or SimClock()
        self.faults = faults or FaultScript()
        self.world = World(
            tokens or DEMO_TOKENS,
            self.clock,
            self.faults,
            (limits or Limits()) if limited else None,
            first_update_id,
            seed,
        )
        self.api = Api(self.world)
        self.courier = Courier(self.world)
        self._phones: dict[tuple[str, int], Phone] = {}

    def bot(self, username: str) -> BotAccount:
        """A bot by its username.

        Raises:
            KeyError: there is none.
        """
        return self.world.bot_named(username)

    def phone(
        self,
        bot: str,
        first_name: str = "Ana",
        last_name: str = "",
        *,
        user_id: int | None = None,
        username: str = "",
        language_code: str = "sq",
    ) -> Phone:
        """The phone of a person in the chat with a bot; the same `user_id` is the same person.

        The person has not started the bot yet.

        Raises:
            KeyError: there is no such bot.
        """
        with self.world.lock:
            account = self.world.bot_named(bot)
            number = next(self.world.user_numbers) if user_id is None else user_id
            person = self.world.users.setdefault(
                number, User(number, first_name, last_name, username, language_code)
            )
            key = (account.username, number)
            if key not in self._phones:
                self._phones[key] = Phone(self.world, account, person)
            return self._phones[key]

    def phones(self) -> list[Phone]:
        """All phones, in the order they were made."""
        with self.world.lock:
            return list(self._phones.values())

    def group(self, title: str, *bots: str) -> int:
        """Make a group chat with bots in it; its id, which is negative."""
        with self.world.lock:
            number = -next(self.world.group_numbers)
            members = {self.world.bot_named(bot).username for bot in bots}
            self.world.groups[number] = {"title": title, "bots": members}
            return number

    def inject(self, bot: str, raw: bytes, update_id: int, chat_key: str) -> None:
        """Deliver any bytes as an update, to try poison; the ids are only for order and the log."""
        with self.world.lock:
            account, now_s = self.world.bot_named(bot), self.clock.now()
            account.queue.append(Waiting({"update_id": update_id}, chat_key, now_s, now_s, raw=raw))
            self.world.wake()

    def restart_update_ids(self, bot: str, first: int) -> None:
        """Let a bot's update ids begin anew, as Telegram may do after an idle week."""
        with self.world.lock:
            self.world.bot_named(bot).next_update_id = first

    def arm(self, *faults: Fault) -> None:
        """Arm scripted faults."""
        self.faults.arm(*faults)

    def sends(self) -> list[Call]:
        """Every accepted send, oldest first, with time, chat and text."""
        return self.api.sends()

    def calls(self) -> list[Call]:
        """Every call, oldest first, refused ones too."""
        with self.world.lock:
            return list(self.world.calls)

    def deliveries(self) -> list[Delivery]:
        """Every try to deliver an update, oldest first, with its HTTP status."""
        with self.world.lock:
            return list(self.world.deliveries)

    def pending(self, bot: str) -> int:
        """Updates that wait for a bot."""
        with self.world.lock:
            return len(self.world.bot_named(bot).queue)
