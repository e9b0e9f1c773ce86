"""The HTTP side of the simulated Bot API: paths, forms, files, long polling and faults of the network."""

import asyncio
import io
import json
from typing import Any
from urllib.parse import parse_qsl

from litestar import HttpMethod, Request, Response, route
from litestar.enums import MediaType
from litestar.params import FromPath
from multipart import MultipartError, MultipartParser, parse_options_header

from bots.simulators.faults import CALL_FAULTS, Fault, FaultKind
from bots.simulators.serving import drop
from bots.simulators.telegram.content import Upload
from bots.simulators.telegram.errors import ApiError, bad_request
from bots.simulators.telegram.records import BotAccount
from bots.simulators.telegram.simulator import Simulator

_LONGEST_POLL_S = 50
_FORM_LIMIT_BYTES = 60 * 1024 * 1024
_ACCEPTING_SILENTLY = frozenset({FaultKind.TIMEOUT_AFTER, FaultKind.DROP_AFTER})
_DESCRIPTIONS = {"setwebhook": "Webhook was set", "deletewebhook": "Webhook was deleted"}


@route("/{credential:str}/{method:str}", http_method=[HttpMethod.GET, HttpMethod.POST])
async def bot_method(
    credential: FromPath[str], method: FromPath[str], request: Request[Any, Any, Any]
) -> Response[bytes]:
    """`/bot<token>/<method>`: one call of the Bot API."""
    simulator: Simulator = request.app.state.simulator
    fault: Fault | None = None
    try:
        if not credential.startswith("bot"):
            raise ApiError(404, "Not Found")
        bot = simulator.world.bot_of_token(credential.removeprefix("bot"))
        given, uploads = await _arguments(request)
        fault = simulator.faults.take(CALL_FAULTS, method, str(given.get("chat_id", "")))
        if fault is not None and fault.kind is FaultKind.DROP_BEFORE:
            drop(request.scope)
            return _answer(503, {"ok": False})
        if method.lower() == "getupdates":
            result = await _polled(simulator, bot, given, fault)
        else:
            result = simulator.api.call(bot, method, given, uploads, fault=fault)
        answer: dict[str, Any] = {"ok": True, "result": result}
        if method.lower() in _DESCRIPTIONS:
            answer["description"] = _DESCRIPTIONS[method.lower()]
        response = _answer(200, answer)
    except ApiError as refusal:
        response = _answer(refusal.status, refusal.body())
    if fault is not None and fault.kind in (FaultKind.TIMEOUT_AFTER, FaultKind.SLOW):
        await asyncio.sleep(fault.delay_s)
    if fault is not None and fault.kind in _ACCEPTING_SILENTLY:
        drop(request.scope)
    return response


@route("/file/{credential:str}/{path:path}", http_method=[HttpMethod.GET])
async def download(
    credential: FromPath[str], path: FromPath[str], request: Request[Any, Any, Any]
) -> Response[bytes]:
    """`/file/bot<token>/<file_path>`: the bytes of a file, while its link is valid."""
    simulator: Simulator = request.app.state.simulator
    try:
        bot = simulator.world.bot_of_token(credential.removeprefix("bot"))
    except ApiError as refusal:
        return _answer(refusal.status, refusal.body())
    fault = simulator.faults.take(CALL_FAULTS, "download", "")
    if fault is not None and fault.kind is FaultKind.DROP_BEFORE:
        drop(request.scope)
    elif fault is not None and fault.kind is FaultKind.SERVER_ERROR:
        return _answer(fault.status, ApiError(fault.status, "Bad Gateway").body())
    link = bot.links.get(path.lstrip("/"))
    if link is None or simulator.clock.now() > link[1]:
        return _answer(404, ApiError(404, "Not Found").body())
    content = simulator.world.files[link[0]].content
    return Response(content, media_type="application/octet-stream")


def _answer(status: int, body: dict[str, Any]) -> Response[bytes]:
    headers = {}
    if status == 429:
        headers["Retry-After"] = str(body.get("parameters", {}).get("retry_after", 1))
    raw = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Response(raw, status_code=status, media_type=MediaType.JSON, headers=headers)


async def _arguments(request: Request[Any, Any, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The arguments of a call: query, then JSON, URL-encoded or multipart body."""
    given: dict[str, Any] = dict(parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True))
    uploads: dict[str, Upload] = {}
    body = await request.body()
    if not body:
        return given, uploads
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    try:
        if kind == "application/json":
            given.update(json.loads(body))
        elif kind == "application/x-www-form-urlencoded":
            given.update(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        elif kind == "multipart/form-data":
            parser = MultipartParser(
                io.BytesIO(body), options.get("boundary", ""), content_length=len(body),
                memfile_limit=_FORM_LIMIT_BYTES, mem_limit=2 * _FORM_LIMIT_BYTES, disk_limit=1,
            )  # fmt: skip
            for part in parser:
                if part.filename:
                    uploads[part.name] = Upload(part.raw, part.filename, part.content_type or "")
                else:
                    given[part.name] = part.value
        else:
            raise bad_request("unsupported content type")
    except (ValueError, TypeError, MultipartError):
        raise bad_request("can't parse the request's body") from None
    return given, uploads


async def _polled(
    simulator: Simulator, bot: BotAccount, given: dict[str, Any], fault: Fault | None
) -> list[dict[str, Any]]:
    """`getUpdates`, asked again until there is an update, the time is over or another reader comes.

    Raises:
        ApiError: 409, another reader took over.
    """
    with simulator.world.lock:
        bot.reader += 1
        turn = bot.reader
    loop = asyncio.get_running_loop()
    news = asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(news.set)

    # Another reader must end this one at once, so it is woken too.
    simulator.world.wake()
    simulator.world.on_change(wake)
    try:
        give_up_at = loop.time()
        first = True
        while True:
            news.clear()
            if bot.reader != turn:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            found = simulator.api.call(bot, "getUpdates", given, fault=fault)
            if first:
                first = False
                timeout_s = given.get("timeout") or 0
                give_up_at += min(int(timeout_s), _LONGEST_POLL_S)
            left_s = give_up_at - loop.time()
            if found or left_s <= 0:
                return found
            try:
                async with asyncio.timeout(left_s):
                    await news.wait()
            except TimeoutError:
                return []
    finally:
        simulator.world.off_change(wake)
