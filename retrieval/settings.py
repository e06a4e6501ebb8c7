"""All that may differ between two machines: read once from the environment or from `.env` in the working directory."""

import os
import sys
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from retrieval.errors import BadInput

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

    @field_validator("minutes", mode="before")
    @classmethod
    def _paths(cls, value: object) -> object:
        return tuple(Path(part).expanduser() for part in _parts(value)) if isinstance(value, str) else value

    @field_validator("admins", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        return frozenset(_parts(value)) if isinstance(value, str) else value

    @field_validator("home", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def database(self) -> str:
        """The address of the database, with its password: never show it."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.home / 'referat.sqlite3'}"

    @property
    def has_model(self) -> bool:
        """Whether a language model is configured: by a key, or by a server of one's own that needs none."""
        return bool(self.openai_api_key.get_secret_value() or self.openai_base_url)


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
