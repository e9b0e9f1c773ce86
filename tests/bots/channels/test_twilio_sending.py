"""Sending, resolving, fetching and reconciling with Twilio's real client against the simulator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bots.channels.rendered import Rendered
from bots.channels.sending import Ambiguous, Refused, Retry, Sent
from bots.channels.twilio import (
    MediaError,
    TwilioSender,
    TwilioUnavailableError,
    choose,
    decode,
    fetch,
    forget,
    list_inbound,
)
from bots.messages import Channel, Kind, Media
from bots.simulators.faults import Fault, FaultKind
from bots.simulators.serving import serve
from bots.simulators.twilio.app import create

ACCOUNT = "AC" + "0" * 32
TOKEN = "an-auth-token-of-tests"
VOTER = "whatsapp:+355440000001"
START = datetime(2027, 5, 14, 8, 0, tzinfo=UTC)
CREATE = "Messages.create"


@pytest.fixture(scope="module")
def served():
    """One simulator; nobody listens to its webhooks, so every inbound message is only listable."""
    simulator = create(
        ACCOUNT,
        TOKEN,
        {"voter": VOTER},
        "http://127.0.0.1:1/webhooks/twilio/messages#rc=0",
        clock_start=START,
    )
    with serve(simulator) as address:
        yield simulator, address.url


@pytest.fixture
async def sim(served):
    """The simulator without what another test left."""
    simulator, _ = served
    await simulator.reset()
    yield simulator
    await simulator.settle()
    assert simulator.failures == []


@pytest.fixture
async def sender(served, sim):
    """Our sender."""
    async with TwilioSender(ACCOUNT, TOKEN, served[1]) as made:
        yield made


@pytest.fixture
async def hasty(served, sim):
    """Our sender with a short time-out, for the faults that are silent."""
    async with TwilioSender(ACCOUNT, TOKEN, served[1], total_s=0.4) as made:
        yield made


SILENT = (FaultKind.TIMEOUT_AFTER, FaultKind.SLOW)


@pytest.fixture
async def phone(sim):
    """A person inside the window."""
    made = sim.phone("+355690000001", "Arta")
    await made.say("?")
    return made


async def test_a_message_is_sent_with_numbered_buttons(sender, phone):
    """And the number that is pressed chooses its data."""
    rendered = Rendered("Je gati?", ((("Po", "yes"), ("Jo", "no")),))
    result = await sender.send(VOTER, phone.address, rendered)
    line = await phone.wait_for("Je gati?")
    assert result == Sent(line.sid)
    await phone.press("Jo")
    assert choose(phone.transcript()[-1].text, (("Po", "yes"), ("Jo", "no"))) == "no"


async def test_a_long_text_is_sent_in_parts_in_order(sender, phone):
    """Sent names the last part."""
    result = await sender.send(VOTER, phone.address, Rendered("a " * 1000 + "fund"))
    last = await phone.wait_for("fund")
    assert result == Sent(last.sid)
    assert [len(line.text) for line in phone.transcript() if not line.mine] == [1599, 404]


async def test_a_failure_between_parts_says_how_many_were_accepted(sender, sim, phone):
    """Passing it back sends only the rest."""
    rendered = Rendered("a " * 1000 + "fund")
    sim.faults.arm(Fault(FaultKind.TOO_MANY, CREATE, skip=1))
    result = await sender.send(VOTER, phone.address, rendered)
    assert result == Retry(5.0, whole_channel=True, sent_parts=1, code="20429")
    assert isinstance(await sender.send(VOTER, phone.address, rendered, skip_parts=result.sent_parts), Sent)
    await phone.wait_for("fund")
    assert len([line for line in phone.transcript() if not line.mine]) == 2


OUTCOMES = [
    (Fault(FaultKind.TOO_MANY, CREATE), Retry(5.0, whole_channel=True, code="20429")),
    (Fault(FaultKind.SERVER_ERROR, CREATE, status=503), Retry(5.0, whole_channel=True, code="503")),
    (Fault(FaultKind.SERVER_ERROR, CREATE, status=502), Ambiguous("http_502")),
    (Fault(FaultKind.SERVER_ERROR, CREATE, status=500), Ambiguous("http_500")),
    (Fault(FaultKind.DROP_BEFORE, CREATE), Ambiguous("connection")),
    (Fault(FaultKind.DROP_AFTER, CREATE), Ambiguous("connection")),
    (Fault(FaultKind.TIMEOUT_AFTER, CREATE, delay_s=1.0), Ambiguous("timeout")),
    (Fault(FaultKind.SLOW, CREATE, delay_s=1.0), Ambiguous("timeout")),
]


@pytest.mark.parametrize(("fault", "outcome"), OUTCOMES)
async def test_each_fault_has_its_outcome(sender, hasty, sim, phone, fault, outcome):
    """A lost answer is never called a failure."""
    sim.faults.arm(fault)
    assert (
        await (hasty if fault.kind in SILENT else sender).send(VOTER, phone.address, Rendered("x")) == outcome
    )


REFUSED = [
    (VOTER, "whatsapp:0690000001", Rendered("x"), Refused("21211", permanent=True)),
    ("whatsapp:+355449999999", "whatsapp:+355690000001", Rendered("x"), Refused("63007", permanent=False)),
    (VOTER, "whatsapp:+355690000001", Rendered(" "), Refused("empty", permanent=False)),
    (
        VOTER,
        "whatsapp:+355690000001",
        Rendered("x", photo=b"\xff"),
        Refused("photo_needs_media_url", permanent=False),
    ),
]


@pytest.mark.parametrize(("from_", "to", "rendered", "outcome"), REFUSED)
async def test_what_can_not_be_sent_is_refused(sender, from_, to, rendered, outcome):
    """With the number, and whether the person is out of reach."""
    assert await sender.send(from_, to, rendered) == outcome


async def test_wrong_credentials_pause_the_channel_and_drop_nothing(served, phone):
    """It is the operator's mistake, not the message's."""
    async with TwilioSender(ACCOUNT, "another", served[1]) as stranger:
        result = await stranger.send(VOTER, phone.address, Rendered("x"))
    assert result == Retry(60.0, whole_channel=True, code="unauthorized")


async def test_where_nobody_listens_the_send_is_repeated():
    """A refused connection accepted nothing."""
    async with TwilioSender(ACCOUNT, TOKEN, "http://127.0.0.1:1") as lonely:
        assert await lonely.send(VOTER, "whatsapp:+355690000001", Rendered("x")) == Retry(
            3.0, whole_channel=True, code="connect"
        )


@pytest.mark.parametrize("url", ["127.0.0.1:1", "ftp://a.example", "https://a.example/v1", ""])
def test_a_wrong_api_address_stops_the_start(url):
    """Scheme and host only."""
    with pytest.raises(ValueError):
        TwilioSender(ACCOUNT, TOKEN, url)


DOUBTS = [
    (Fault(FaultKind.TIMEOUT_AFTER, CREATE, delay_s=1.0), True),
    (Fault(FaultKind.DROP_AFTER, CREATE), True),
    (Fault(FaultKind.DROP_BEFORE, CREATE), False),
    (Fault(FaultKind.SERVER_ERROR, CREATE, status=502), False),
]


@pytest.mark.parametrize(("fault", "accepted"), DOUBTS)
async def test_an_ambiguous_send_is_resolved_by_the_list(sender, hasty, sim, phone, fault, accepted):
    """Found means sent; not found means that it may be sent again. The person sees it once."""
    rendered = Rendered("Dërgesa R-17", ((("Po", "yes"),),))
    began = sim.clock.now()
    sim.faults.arm(fault)
    doubt = await (hasty if fault.kind in SILENT else sender).send(VOTER, phone.address, rendered)
    assert isinstance(doubt, Ambiguous)
    found = await sender.resolve(VOTER, phone.address, rendered, began, sent_parts=doubt.sent_parts)
    assert (found is not None) is accepted
    if found is None:
        await sender.send(VOTER, phone.address, rendered)
    line = await phone.wait_for("R-17")
    assert found is None or found == Sent(line.sid)
    assert len([one for one in phone.transcript() if "R-17" in one.text]) == 1


async def test_an_equal_earlier_message_is_not_taken_for_the_ambiguous_one(sender, sim, phone):
    """By its time, or because it is known."""
    rendered = Rendered("Po")
    earlier = await sender.send(VOTER, phone.address, rendered)
    began = sim.clock.now()
    assert (
        await sender.resolve(VOTER, phone.address, rendered, began, known={earlier.provider_message_id})
        is None
    )
    await sim.advance(60)
    assert await sender.resolve(VOTER, phone.address, rendered, sim.clock.now()) is None


async def test_a_resolved_part_says_that_the_rest_is_due(sender, sim, phone):
    """Zero seconds, and how many parts are done."""
    rendered = Rendered("a " * 1000 + "fund")
    sim.faults.arm(Fault(FaultKind.DROP_AFTER, CREATE))
    began = sim.clock.now()
    doubt = await sender.send(VOTER, phone.address, rendered)
    assert doubt == Ambiguous("connection", 0)
    found = await sender.resolve(VOTER, phone.address, rendered, began)
    assert found == Retry(0.0, sent_parts=1, code="rest")


async def test_an_unreadable_list_resolves_nothing(sender, sim, phone):
    """Ask again; do not send."""
    sim.faults.arm(Fault(FaultKind.SERVER_ERROR, "Messages.list", status=500))
    found = await sender.resolve(VOTER, phone.address, Rendered("x"), START)
    assert found == Retry(5.0, code="resolve_unavailable")


async def test_a_template_reaches_a_closed_window(sender, sim):
    """Its values have no new lines, which WhatsApp refuses."""
    body = {"friendly_name": "t", "language": "sq", "types": {"twilio/text": {"body": "Përgjigje: {{1}}"}}}
    made = await sender.client.content.v1.contents.create_async(
        type("B", (), {"to_dict": lambda self: body})()
    )
    sim.account.templates[made.sid].approval = "approved"
    stranger = sim.phone("+355690000009")
    result = await sender.send_template(VOTER, stranger.address, made.sid, {"1": "një\n dy"})
    line = await stranger.wait_for()
    assert result == Sent(line.sid)
    assert line.text == "Përgjigje: një dy"


async def reference(sim, phone, content: bytes = b"\xff\xd8\xff", kind: str = "image/jpeg") -> Media:
    """The reference of a file that was just sent."""
    sid = await phone.send_media(content, kind)
    message = sim.account.messages[sid]
    return Media(provider_ref="https://api.twilio.com" + message.media_uri(message.files[0]))


async def test_a_file_is_fetched_then_deleted_at_the_provider(sender, sim, phone):
    """Behind the redirect, with the password for the API host alone (the store refuses it)."""
    media = await reference(sim, phone)
    assert await fetch(sender, media) == b"\xff\xd8\xff"
    assert await forget(sender, media)
    assert await forget(sender, media)
    with pytest.raises(MediaError, match="missing") as caught:
        await fetch(sender, media)
    assert not caught.value.retry


async def test_a_file_above_the_limit_is_not_read(sender, sim, phone):
    """The limit itself is inside."""
    media = await reference(sim, phone, b"x" * 1000)
    assert len(await fetch(sender, media, 1000)) == 1000
    with pytest.raises(MediaError, match="too_large"):
        await fetch(sender, media, 999)


FOREIGN = [
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "",
    f"https://api.twilio.com/2010-04-01/Accounts/AC{'1' * 32}/Messages/MM{'1' * 32}/Media/ME{'2' * 32}",
    f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM{'1' * 32}/Media/../../x",
]


@pytest.mark.parametrize("url", FOREIGN)
async def test_a_forged_reference_leads_nowhere(sender, url):
    """Only a Media of our own account, at the configured host."""
    with pytest.raises(MediaError, match="foreign"):
        await fetch(sender, Media(provider_ref=url))


async def test_another_host_in_a_reference_is_never_called(sender, sim, phone):
    """The path counts; the host is the configured one."""
    media = await reference(sim, phone)
    forged = Media(provider_ref=media.provider_ref.replace("api.twilio.com", "evil.example"))
    assert await fetch(sender, forged) == b"\xff\xd8\xff"


async def test_lost_messages_are_listed_as_forms_like_their_webhooks(sender, sim):
    """Oldest first, outgoing ones left out, the same message id, files included."""
    phone = sim.phone("+355690000002", "Blerta")
    first = await phone.say("një & dy ë")
    await sim.advance(2)
    await sender.send(VOTER, phone.address, Rendered("përgjigje"))
    second = await phone.send_media(b"\xff\xd8", "image/jpeg", "kutia")
    place = await phone.share_location(41.3, 19.8)
    forms = await list_inbound(sender, VOTER, sim.clock.now() - timedelta(hours=1))
    messages = [decode(form, Channel.WHATSAPP) for form in forms]
    assert [message.provider_id for message in messages] == [first, second, place]
    assert [message.kind for message in messages] == [Kind.TEXT, Kind.PHOTO, Kind.UNSUPPORTED]
    assert messages[0].text == "një & dy ë"
    assert messages[0].chat_key == phone.address
    assert messages[0].sent_at == sim.clock.now() - timedelta(seconds=2)
    assert await fetch(sender, messages[1].media[0]) == b"\xff\xd8"


async def test_the_list_begins_at_its_bound_and_covers_many_pages(sender, sim, phone):
    """More than one page of messages."""
    await sim.advance(10)
    since = sim.clock.now()
    sids = [await phone.say(str(number)) for number in range(60)]
    await sim.advance(5)
    await phone.say("më vonë")
    forms = await list_inbound(sender, VOTER, since, limit=50)
    assert len(forms) == 50
    forms = await list_inbound(sender, VOTER, since, since + timedelta(seconds=1))
    assert [decode(form, Channel.WHATSAPP).provider_id for form in forms] == sids


async def test_an_unreadable_list_is_told_and_loses_nothing(sender, sim):
    """The reconciler comes again."""
    sim.faults.arm(Fault(FaultKind.DROP_BEFORE, "Messages.list", times=9))
    with pytest.raises(TwilioUnavailableError):
        await list_inbound(sender, VOTER, START)
