"""One frozen `Settings`, read from the environment; a wrong value stops the start with one clear line."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""Telegram's alphabet for `secret_token` (Bot API, setWebhook)."""
MAIL_ADDRESS = re.compile(r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]{1,190}")

TELEGRAM_RATE_PER_S = 28.0
"""Telegram forgives about 30 messages a second of one bot (bots/faq); paid broadcast raises it to 1,000."""
WHATSAPP_RATE_PER_S = 75.0
"""A WhatsApp sender has 80 messages a second by default (Twilio, WhatsApp throughput)."""


class SettingsError(Exception):
    """A value of the environment is wrong or missing; the message is one line for the operator."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All that the environment decides, with the contract's names in lower case.

    Sizes and times that are limits stand beside the code that applies them, not here.
    """

    listen_host: str = "127.0.0.1"
    listen_port: int = 8000
    database_url: str | None = None
    data_dir: Path = Path("data")
    public_url: str = "http://127.0.0.1:8000"
    secret_key: str | None = None
    telegram_token: str | None = None
    telegram_observer_token: str | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: str | None = None
    twilio_account_sid: str | None = None
    twilio_auth_token: str | None = None
    twilio_whatsapp_from: str | None = None
    twilio_observer_whatsapp_from: str | None = None
    twilio_notice_template: str | None = None
    twilio_voice_from: str | None = None
    voice_forward_to: str | None = None
    twilio_api_url: str = "https://api.twilio.com"
    smtp_url: str | None = None
    imap_url: str | None = None
    mail_address: str | None = None
    evidence_url: str | None = None
    test_clock: bool = False
    telegram_rate_per_s: float = TELEGRAM_RATE_PER_S
    whatsapp_rate_per_s: float = WHATSAPP_RATE_PER_S

    @property
    def is_loopback(self) -> bool:
        """Whether the public URL names this machine only."""
        return urlsplit(self.public_url).hostname in LOOPBACK

    @property
    def evidence_location(self) -> str:
        """Where evidence is stored: the URL given, or a folder of the data directory."""
        return self.evidence_url or f"file://{(self.data_dir / 'evidence').resolve()}"


def _url(env: Mapping[str, str], name: str, schemes: set[str]) -> str | None:
    value = env.get(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        raise SettingsError(f"{name} must be a URL.") from None
    if parts.scheme not in schemes or (parts.scheme != "file" and not parts.netloc):
        raise SettingsError(f"{name} must be a URL with one of the schemes {', '.join(sorted(schemes))}.")
    return value.rstrip("/") if parts.scheme in {"http", "https"} else value


def _listen(value: str) -> tuple[str, int]:
    host, _, port = value.rpartition(":")
    if not host or not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise SettingsError("VEZHGO_LISTEN must be HOST:PORT, such as 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def _rate(env: Mapping[str, str], name: str, usual: float) -> float:
    value = env.get(name)
    if not value:
        return usual
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,3})?", value) or float(value) <= 0:
        raise SettingsError(f"{name} must be a number of messages a second above 0.")
    return float(value)


def load(env: Mapping[str, str] | None = None) -> Settings:
    """Read and check the environment.

    Raises:
        SettingsError: a value is wrong, or one that another needs is missing.
    """
    env = os.environ if env is None else env
    host, port = _listen(env.get("VEZHGO_LISTEN") or "127.0.0.1:8000")
    public_url = _url(env, "VEZHGO_PUBLIC_URL", {"http", "https"}) or f"http://{host}:{port}"
    flag = env.get("VEZHGO_TEST_CLOCK", "").lower()
    if flag not in {"", "0", "1", "false", "true", "no", "yes"}:
        raise SettingsError("VEZHGO_TEST_CLOCK must be 1 or 0.")
    settings = Settings(
        listen_host=host,
        listen_port=port,
        public_url=public_url,
        database_url=_url(env, "VEZHGO_DATABASE_URL", {"postgresql", "postgres"}),
        data_dir=Path(env.get("VEZHGO_DATA_DIR") or "data").expanduser(),
        secret_key=env.get("VEZHGO_SECRET_KEY") or None,
        telegram_token=env.get("VEZHGO_TELEGRAM_TOKEN") or None,
        telegram_observer_token=env.get("VEZHGO_TELEGRAM_OBSERVER_TOKEN") or None,
        telegram_api_url=_url(env, "VEZHGO_TELEGRAM_API_URL", {"http", "https"})
        or "https://api.telegram.org",
        telegram_webhook_secret=env.get("VEZHGO_TELEGRAM_WEBHOOK_SECRET") or None,
        twilio_account_sid=env.get("VEZHGO_TWILIO_ACCOUNT_SID") or None,
        twilio_auth_token=env.get("VEZHGO_TWILIO_AUTH_TOKEN") or None,
        twilio_whatsapp_from=env.get("VEZHGO_TWILIO_WHATSAPP_FROM") or None,
        twilio_observer_whatsapp_from=env.get("VEZHGO_TWILIO_OBSERVER_WHATSAPP_FROM") or None,
        twilio_notice_template=env.get("VEZHGO_TWILIO_NOTICE_TEMPLATE") or None,
        twilio_voice_from=env.get("VEZHGO_TWILIO_VOICE_FROM") or None,
        voice_forward_to=env.get("VEZHGO_VOICE_FORWARD_TO") or None,
        twilio_api_url=_url(env, "VEZHGO_TWILIO_API_URL", {"http", "https"}) or "https://api.twilio.com",
        smtp_url=_url(env, "VEZHGO_SMTP_URL", {"smtp", "smtps"}),
        imap_url=_url(env, "VEZHGO_IMAP_URL", {"imap", "imaps"}),
        mail_address=env.get("VEZHGO_MAIL_ADDRESS") or None,
        evidence_url=_url(env, "VEZHGO_EVIDENCE_URL", {"file", "s3"}),
        test_clock=flag in {"1", "true", "yes"},
        telegram_rate_per_s=_rate(env, "VEZHGO_TELEGRAM_RATE_PER_S", TELEGRAM_RATE_PER_S),
        whatsapp_rate_per_s=_rate(env, "VEZHGO_WHATSAPP_RATE_PER_S", WHATSAPP_RATE_PER_S),
    )
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    if settings.secret_key is not None and len(settings.secret_key) < 32:
        raise SettingsError("VEZHGO_SECRET_KEY must have at least 32 characters.")
    if settings.secret_key is None and not settings.is_loopback:
        raise SettingsError("VEZHGO_SECRET_KEY must be set when VEZHGO_PUBLIC_URL is not loopback.")
    if settings.test_clock and not settings.is_loopback:
        raise SettingsError("VEZHGO_TEST_CLOCK is refused unless VEZHGO_PUBLIC_URL is loopback.")
    if settings.telegram_token or settings.telegram_observer_token:
        if not settings.telegram_webhook_secret:
            raise SettingsError("VEZHGO_TELEGRAM_WEBHOOK_SECRET must be set when a Telegram token is.")
        if not WEBHOOK_SECRET.fullmatch(settings.telegram_webhook_secret):
            raise SettingsError("VEZHGO_TELEGRAM_WEBHOOK_SECRET must be 1 to 256 of A-Z a-z 0-9 _ -.")
    for name, token in (
        ("VEZHGO_TELEGRAM_TOKEN", settings.telegram_token),
        ("VEZHGO_TELEGRAM_OBSERVER_TOKEN", settings.telegram_observer_token),
    ):
        if token is not None and not re.fullmatch(r"\d+:[A-Za-z0-9_-]{10,}", token):
            raise SettingsError(f"{name} must have the form that BotFather gives: digits, a colon, a secret.")
    if settings.smtp_url and not settings.mail_address:
        raise SettingsError(
            "VEZHGO_MAIL_ADDRESS must be set when VEZHGO_SMTP_URL is: mails are sent from it."
        )
    if settings.smtp_url and not MAIL_ADDRESS.fullmatch(settings.mail_address or ""):
        raise SettingsError("VEZHGO_MAIL_ADDRESS must be one address, such as kqz@example.org.")
    if settings.twilio_account_sid and not settings.twilio_auth_token:
        raise SettingsError("VEZHGO_TWILIO_AUTH_TOKEN must be set when VEZHGO_TWILIO_ACCOUNT_SID is.")
    if not re.fullmatch(r"HX[0-9a-fA-F]{32}", settings.twilio_notice_template or "HX" + "0" * 32):
        raise SettingsError(
            "VEZHGO_TWILIO_NOTICE_TEMPLATE must be a content SID: HX and 32 hexadecimal digits."
        )
    for name, sender in (
        ("VEZHGO_TWILIO_WHATSAPP_FROM", settings.twilio_whatsapp_from),
        ("VEZHGO_TWILIO_OBSERVER_WHATSAPP_FROM", settings.twilio_observer_whatsapp_from),
    ):
        if sender is not None and not re.fullmatch(r"(whatsapp:)?\+[1-9]\d{6,14}", sender):
            raise SettingsError(f"{name} must be an E.164 number, such as +355691234567.")
    for name, number in (
        ("VEZHGO_TWILIO_VOICE_FROM", settings.twilio_voice_from),
        ("VEZHGO_VOICE_FORWARD_TO", settings.voice_forward_to),
    ):
        if number is not None and not re.fullmatch(r"\+[1-9]\d{6,14}", number):
            raise SettingsError(f"{name} must be an E.164 number, such as +35542222222.")
