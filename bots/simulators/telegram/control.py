"""The control side: `/_sim/*`, which a test, a drill or the page uses to move phones and see everything.

All of it is described in the docstring of the package `bots.simulators.telegram`.
"""

from importlib import resources
from typing import Any

import msgspec
from litestar import Request, Response, Router, delete, get, post, put
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath, FromQuery, JSONBody

from bots.simulators.faults import Fault
from bots.simulators.telegram.phones import Bubble, Phone
from bots.simulators.telegram.records import Call, Delivery
from bots.simulators.telegram.simulator import Simulator

Asked = Request[Any, Any, Any]


class NewPhone(msgspec.Struct, forbid_unknown_fields=True):
    """A phone to make; without `user_id` it is a new person's."""

    bot: str
    first_name: str = "Ana"
    last_name: str = ""
    user_id: int | None = None
    username: str = ""
    language_code: str = "sq"


class Action(msgspec.Struct, forbid_unknown_fields=True):
    """What a person does; `do` says which, the others are its arguments."""

    do: str
    text: str = ""
    payload: str = ""
    button: str = ""
    message_id: int | None = None
    latitude: float = 0.0
    longitude: float = 0.0
    forwarded: bool = False


class ClockMove(msgspec.Struct, forbid_unknown_fields=True):
    """A move of the clock."""

    advance_s: float = 0.0
    running: bool | None = None


def _simulator(request: Asked) -> Simulator:
    return request.app.state.simulator


def _phone(request: Asked, bot: str, user_id: int) -> Phone:
    for phone in _simulator(request).phones():
        if phone.bot.lower() == bot.lower() and phone.user.id == user_id:
            return phone
    raise NotFoundException("no such phone")


def _card(phone: Phone) -> dict[str, Any]:
    user = phone.user
    return {
        "bot": phone.bot,
        "user_id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "language_code": user.language_code,
    }


@get("/bots")
async def bots(request: Asked) -> list[dict[str, Any]]:
    """The bots with their webhooks and queues; no tokens."""
    simulator = _simulator(request)
    with simulator.world.lock:
        return [
            {
                "username": bot.username,
                "name": bot.first_name,
                "webhook": bot.webhook.url if bot.webhook is not None else "",
                "pending": len(bot.queue),
                "commands": bot.commands,
            }
            for bot in simulator.world.bots.values()
        ]


@post("/phones")
async def make_phone(data: JSONBody[NewPhone], request: Asked) -> dict[str, Any]:
    """Make a phone, or find it by `user_id`."""
    try:
        phone = _simulator(request).phone(
            data.bot,
            data.first_name,
            data.last_name,
            user_id=data.user_id,
            username=data.username,
            language_code=data.language_code,
        )
    except KeyError:
        raise NotFoundException("no such bot") from None
    return _card(phone)


@get("/phones")
async def list_phones(request: Asked) -> list[dict[str, Any]]:
    """All phones."""
    return [_card(phone) for phone in _simulator(request).phones()]


@get("/phones/{bot:str}/{user_id:int}")
async def look(bot: FromPath[str], user_id: FromPath[int], request: Asked) -> dict[str, Any]:
    """What the phone shows."""
    phone = _phone(request, bot, user_id)
    bubbles: list[Bubble] = phone.transcript()
    return {
        **_card(phone),
        "messages": bubbles,
        "notes": phone.notes(),
        "unanswered": phone.unanswered(),
        "blocked": phone.blocked(),
    }


@post("/phones/{bot:str}/{user_id:int}/actions")
async def act(
    bot: FromPath[str], user_id: FromPath[int], data: JSONBody[Action], request: Asked
) -> dict[str, Any]:
    """Do something: `start`, `say`, `edit`, `press`, `share_location`, `block`, `unblock`."""
    phone = _phone(request, bot, user_id)
    done: Any = None
    try:
        match data.do:
            case "start":
                done = phone.start(data.payload)
            case "say":
                done = phone.say(data.text, forwarded=data.forwarded)
            case "edit":
                done = phone.edit(data.message_id or 0, data.text)
            case "press":
                done = phone.press(data.button, data.message_id)
            case "share_location":
                done = phone.share_location(data.latitude, data.longitude)
            case "block":
                done = phone.block()
            case "unblock":
                done = phone.unblock()
            case _:
                raise ClientException("unknown action")
    except (ValueError, LookupError) as error:
        raise ClientException(str(error)) from None
    return {"done": done}


@post("/phones/{bot:str}/{user_id:int}/files")
async def send_file(
    bot: FromPath[str],
    user_id: FromPath[int],
    request: Asked,
    kind: FromQuery[str] = "photo",
    name: FromQuery[str] = "file",
    caption: FromQuery[str] = "",
) -> dict[str, Any]:
    """Send the request's body as a `photo`, `document`, `voice`, `video`, `audio` or `sticker`."""
    phone, content = _phone(request, bot, user_id), await request.body()
    try:
        if kind == "photo":
            return {"done": phone.send_photo(content, caption)}
        if kind == "document":
            mime_type = request.headers.get("content-type", "application/octet-stream")
            return {"done": phone.send_document(content, name, mime_type, caption)}
        return {"done": phone.send_file(kind, content)}
    except ValueError as error:
        raise ClientException(str(error)) from None


@get("/files/{unique:str}")
async def show_file(unique: FromPath[str], request: Asked) -> Response[bytes]:
    """The bytes of a file of a bubble."""
    file = _simulator(request).world.files.get(unique)
    if file is None:
        raise NotFoundException("no such file")
    # Only our own JPEGs are shown in place; a person's document must not run as a page of this origin.
    safe = file.kind == "photo"
    return Response(
        file.content,
        media_type="image/jpeg" if safe else "application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
    )


@get("/sends")
async def sends(request: Asked, since: FromQuery[int] = 0) -> list[Call]:
    """Every accepted send from number `since` on, oldest first."""
    return _simulator(request).sends()[since:]


@get("/calls")
async def calls(request: Asked, since: FromQuery[int] = 0) -> list[Call]:
    """Every call from number `since` on, oldest first, refused ones too."""
    return _simulator(request).calls()[since:]


@get("/deliveries")
async def deliveries(request: Asked, since: FromQuery[int] = 0) -> list[Delivery]:
    """Every try to deliver an update from number `since` on, oldest first."""
    return _simulator(request).deliveries()[since:]


@get("/faults")
async def faults(request: Asked) -> dict[str, Any]:
    """The armed faults and those that happened."""
    script = _simulator(request).faults
    fired = [{"kind": kind, "operation": operation, "chat": chat} for kind, operation, chat in script.fired()]
    return {"armed": script.armed(), "fired": fired}


@post("/faults")
async def arm(data: JSONBody[Fault | list[Fault]], request: Asked) -> dict[str, Any]:
    """Arm one fault or several."""
    script = _simulator(request).faults
    script.arm(*(data if isinstance(data, list) else [data]))
    return {"armed": len(script.armed())}


@delete("/faults")
async def disarm(request: Asked) -> None:
    """Disarm all faults."""
    _simulator(request).faults.clear()


@get("/clock")
async def read_clock(request: Asked) -> dict[str, Any]:
    """The simulator's instant and whether it runs."""
    clock = _simulator(request).clock
    return {"now": clock.now(), "running": clock.running}


@put("/clock")
async def move_clock(data: JSONBody[ClockMove], request: Asked) -> dict[str, Any]:
    """Advance the clock, hold it or let it run."""
    clock = _simulator(request).clock
    try:
        clock.advance(data.advance_s)
    except ValueError as error:
        raise ClientException(str(error)) from None
    if data.running is not None:
        clock.run(data.running)
    return {"now": clock.now(), "running": clock.running}


@get("/", media_type="text/html")
async def page() -> Response[bytes]:
    """The page on which a person types."""
    text = resources.files(__package__).joinpath("page.html").read_bytes()
    return Response(text, media_type="text/html")


control = Router(
    "/_sim",
    route_handlers=[
        bots,
        make_phone,
        list_phones,
        look,
        act,
        send_file,
        show_file,
        sends,
        calls,
        deliveries,
        faults,
        arm,
        disarm,
        read_clock,
        move_clock,
    ],
)
"""All routes below `/_sim`."""
