"""All that may differ between two machines: read once from the environment or from `.env` in the working directory."""

import os
import re
import sys
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from retrieval.errors import BadInput

_ADDRESS = r"^$|^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):\d{1,5}$"
MAX_FILE_BYTES = 50_000_000  # ten times the largest minutes with pictures we have met; a reader's memory stays bounded


class Settings(BaseSettings):
    """The settings of the library and the bot. Each field's description is its documentation in `referat doctor`."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    home: Path = Field(
        default_factory=lambda: default_home(),
        validation_alias="REFERAT_HOME",
        description="State directory: database, indexes, lock. Default: the platform's own place for user data.",
    )
    database_url: SecretStr = Field(
        SecretStr(""),
        validation_alias="REFERAT_DATABASE_URL",
        description="Database address, sqlite:///FILE or postgresql://…; a secret, for it may hold a password. "
        "Default: SQLite in the state directory.",
    )
    chroma_url: str = Field(
        "",
        validation_alias="REFERAT_CHROMA_URL",
        description="Address of a Chroma server, http://HOST:PORT, for several machines. Default: embedded.",
    )
    minutes: Annotated[tuple[Path, ...], NoDecode] = Field(
        (),
        validation_alias="REFERAT_MINUTES",
        description="Folders watched for new minutes, comma-separated. Default: none.",
    )
    embeddings: str = Field(
        "local",
        validation_alias="REFERAT_EMBEDDINGS",
        description="Embedding: local, openai, openai:MODEL or onnx:FOLDER. Default: local, which needs no network.",
    )
    admins: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(),
        validation_alias="REFERAT_ADMINS",
        description="Telegram user ids that may add minutes and see /status, comma-separated. Default: nobody.",
    )
    telegram_bot_token: SecretStr = Field(
        SecretStr(""),
        validation_alias="TELEGRAM_BOT_TOKEN",
        description="The bot's token from @BotFather; a secret. Default: none; the demo needs none.",
    )
    telegram_api_base_url: str = Field(
        "",
        validation_alias="TELEGRAM_API_BASE_URL",
        description="Address of a local Bot API server, http://HOST:PORT. Default: Telegram's own.",
    )
    webhook_url: str = Field(
        "",
        validation_alias="REFERAT_WEBHOOK_URL",
        description="Public https address at which Telegram reaches the bot, behind a proxy. Default: the bot polls.",
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""),
        validation_alias="REFERAT_WEBHOOK_SECRET",
        description="What Telegram has to bring along to the webhook, 1-256 of A-Za-z0-9_-; a secret. Default: none.",
    )
    webhook_listen: str = Field(
        "127.0.0.1:8443",
        validation_alias="REFERAT_WEBHOOK_LISTEN",
        pattern=_ADDRESS,
        description="HOST:PORT at which the webhook arrives from the proxy. Default: 127.0.0.1:8443.",
    )
    health: str = Field(
        "",
        validation_alias="REFERAT_HEALTH",
        pattern=_ADDRESS,
        description="HOST:PORT of /healthz, /readyz and /metrics, such as 127.0.0.1:9464. Default: not served.",
    )
    log: Literal["text", "json"] = Field(
        "text",
        validation_alias="REFERAT_LOG",
        description="Form of the log lines on stderr, text or json. Default: text.",
    )
    questions_per_minute: int = Field(
        20,
        validation_alias="REFERAT_QUESTIONS_PER_MINUTE",
        ge=1,
        description="Questions one person may ask a minute. Default: 20.",
    )
    questions_of_all_per_minute: int = Field(
        1200,
        validation_alias="REFERAT_QUESTIONS_OF_ALL_PER_MINUTE",
        ge=1,
        description="Questions all together may ask a minute. Default: 1200, what two cores answer.",
    )
    openai_api_key: SecretStr = Field(
        SecretStr(""),
        validation_alias="OPENAI_API_KEY",
        description="Key for answers phrased by a language model; a secret. Default: none, answers come from rules.",
    )
    openai_base_url: str = Field(
        "",
        validation_alias="OPENAI_BASE_URL",
        description="Any server that speaks OpenAI's API. Default: OpenAI's own.",
    )
    openai_model: str = Field(
        "gpt-4o-mini",
        validation_alias="OPENAI_MODEL",
        description="The language model's name. Default: gpt-4o-mini, cheap and good enough to phrase.",
    )
    model_seconds: float = Field(
        20.0,
        gt=0,
        validation_alias="REFERAT_MODEL_SECONDS",
        description="Seconds a language model may take for an answer; then the keyless one is told. Default: 20.",
    )
    model_dollars_a_day: float = Field(
        5.0,
        ge=0,
        validation_alias="REFERAT_MODEL_DOLLARS_A_DAY",
        description="US dollars that all answers together may cost a day; then keyless ones are told. Default: 5.",
    )
    model_dollars_a_person: float = Field(
        0.25,
        ge=0,
        validation_alias="REFERAT_MODEL_DOLLARS_A_PERSON",
        description="US dollars that one person's answers may cost a day. Default: 0.25.",
    )
    model_price: Annotated[tuple[float, float], NoDecode] = Field(
        (0.15, 0.60),
        validation_alias="REFERAT_MODEL_PRICE",
        description="US dollars a million tokens read and written, READ,WRITTEN. Default: 0.15,0.60, gpt-4o-mini's.",
    )

    ocr: bool = Field(
        False,
        validation_alias="REFERAT_OCR",
        description="Whether the letters of scans are recognised (needs the extra ocr and Tesseract). Default: off.",
    )
    withdraw_deleted: bool = Field(
        False,
        validation_alias="REFERAT_WITHDRAW_DELETED",
        description="Whether minutes are taken down for good when their file is deleted from a watched folder. "
        "Default: no.",
    )
    feeds: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        validation_alias="REFERAT_FEEDS",
        description="Addresses of publication feeds, https://HOST, comma-separated. Default: none.",
    )
    feed_every_s: float = Field(
        900.0,
        ge=10,
        validation_alias="REFERAT_FEED_EVERY_S",
        description="Seconds between two looks at a feed. Default: 900.",
    )
    feed_days: int = Field(
        120,
        ge=1,
        validation_alias="REFERAT_FEED_DAYS",
        description="How many days back a feed's meetings are fetched. Default: 120.",
    )
    feed_attachments: int = Field(
        0,
        ge=0,
        le=300,
        validation_alias="REFERAT_FEED_ATTACHMENTS",
        description="How many PDF attachments of a feed's meeting are fetched and read, of 10 MB at most each; all are "
        "listed with their links. Default: 0.",
    )
    feed_allow_private: bool = Field(
        False,
        validation_alias="REFERAT_FEED_ALLOW_PRIVATE",
        description="Whether a feed may have a private address or go without https. Default: no.",
    )
    digest_hour: int = Field(
        8,
        ge=0,
        le=23,
        validation_alias="REFERAT_DIGEST_HOUR",
        description="Hour (Danish time) at which collected alerts go out. Default: 8.",
    )
    quiet_hours: Annotated[tuple[int, int], NoDecode] = Field(
        (21, 7),
        validation_alias="REFERAT_QUIET_HOURS",
        description="Hours (Danish time) in which alerts make no sound, FROM-TO. Default: 21-7; 0-0 for none.",
    )
    alerts_at_once: int = Field(
        1,
        ge=1,
        le=8,
        validation_alias="REFERAT_ALERTS_AT_ONCE",
        description="Alerts under way at once. More is faster over a slow line; after a crash each of them may come "
        "twice. Default: 1.",
    )

    @field_validator("minutes", mode="before")
    @classmethod
    def _paths(cls, value: object) -> object:
        return tuple(Path(part).expanduser() for part in _parts(value)) if isinstance(value, str) else value

    @field_validator("admins", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        return frozenset(_parts(value)) if isinstance(value, str) else value

    @field_validator("webhook_secret", mode="after")
    @classmethod
    def _telegrams_letters(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            raise ValueError("Telegram takes 1-256 of A-Za-z0-9_-")
        return value

    @field_validator("feeds", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        return tuple(part.rstrip("/") for part in _parts(value)) if isinstance(value, str) else value

    @field_validator("model_price", mode="before")
    @classmethod
    def _two_prices(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            read, written = map(float, _parts(value))
        except ValueError as error:
            raise ValueError("give two prices, like 0.15,0.60") from error
        if read < 0 or written < 0:
            raise ValueError("a price is not below nought")
        return read, written

    @field_validator("quiet_hours", mode="before")
    @classmethod
    def _from_to(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        start, _, end = value.partition("-")
        if not (start.strip().isdecimal() and end.strip().isdecimal() and int(start) < 24 and int(end) < 24):
            raise ValueError("give two hours, like 21-7")
        return int(start), int(end)

    @field_validator("home", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def database(self) -> str:
        """The address of the database, with its password: never show it."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.home / 'referat.sqlite3'}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """All secret values that are set: what no log may hold."""
        held = (getattr(self, name) for name in type(self).model_fields)
        values = (value.get_secret_value() for value in held if isinstance(value, SecretStr))
        return tuple(value for value in values if value)

    @property
    def has_model(self) -> bool:
        """Whether a language model is configured: by a key, or by a server of one's own that needs none."""
        return bool(self.openai_api_key.get_secret_value() or self.openai_base_url)


def host_and_port(address: str) -> tuple[str, int]:
    """The parts of HOST:PORT."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def load_settings(**given: object) -> Settings:
    """The settings of this process; `given` overrides by field alias (for the demo and tests).

    Raises:
        BadInput: a setting cannot be used; the message names it and never its value.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = first["loc"][0] if first["loc"] else "a setting"
        raise BadInput(f"{name} cannot be used: {first['msg'].lower()}; see `referat doctor --settings`") from None


def default_home() -> Path:
    """The platform's place for a program's own data."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "referat"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "referat"


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
