"""Every setting, checked at once at start; secrets also from NAME_FILE."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

# Bolt reads these by itself: with the first two it would build an OAuth flow that keeps tokens
# in files, and the token it would take for the only one.
_BOLT_WOULD_READ: Final = (
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
)
_DATABASES: Final = ("sqlite:///", "postgresql://", "postgres://")
EVENTS: Final = "/slack/events"  # where Slack calls us
_HERE: Final = ("localhost", "127.0.0.1", "::1")
_MAY_BE_IN_FILES: Final = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "DATABASE_URL",
)


class SettingsError(Exception):
    """What is wrong with the environment: a line for each setting."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _begins(*prefixes: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        parts = str(value).split(",") if value is not None else []
        if any(not part.strip().startswith(prefixes) for part in parts):
            raise ValueError("expected")
        return value

    return BeforeValidator(check)


def is_public(url: str) -> bool:
    """Whether Slack can be told this address; the path of its requests is added to it.

    One of this machine may begin with http:// to try things out: no Slack but one here calls it.
    """
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port or an IPv6 address that is none
        return False
    plain = not (parts.query or parts.fragment or any(sign.isspace() for sign in url))
    ours = parts.path.rstrip("/").endswith(EVENTS)
    taken = ("https", "http") if parts.hostname in _HERE else ("https",)
    return parts.scheme in taken and named and plain and not ours


def _public(value: Any) -> Any:
    if value is not None and not is_public(str(value)):
        raise ValueError("expected")
    return value


class Settings(BaseModel):
    """The environment. Each field's description says what is expected of it."""

    model_config = ConfigDict(frozen=True)

    slack_bot_token: Annotated[SecretStr, _begins("xoxb-")] = Field(
        description="the Bot User OAuth Token, which begins with xoxb-; several workspaces:"
        " one token each, with commas between"
    )
    slack_app_token: Annotated[SecretStr, _begins("xapp-")] | None = Field(
        None, description="an app-level token with connections:write, which begins with xapp-"
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="the Signing Secret of Basic Information", min_length=16
    )
    slack_api_url: Annotated[str, _begins("https://", "http://")] = Field(
        "https://slack.com/api/", description="an address that begins with https://"
    )
    slack_pace: float = Field(
        1, gt=0, description="how many times as fast as Slack's limits messages go, such as 0.5"
    )
    database_url: Annotated[SecretStr, _begins(*_DATABASES)] = Field(
        SecretStr("sqlite:///delight.db"),
        description="an address that begins with sqlite:/// or postgresql://",
    )
    host: str = Field("127.0.0.1", description="an address to listen on, such as 0.0.0.0")
    port: int = Field(3000, ge=0, le=65535, description="a port, 0 to 65535 (0: any free one)")
    drain_seconds: int = Field(
        0,
        ge=0,
        le=60,
        description="seconds, 0 to 60, to go on answering when asked to stop, with /readyz saying"
        " 503, so that a proxy notices",
    )
    operator_host: str = Field(
        "127.0.0.1", description="an address for operators to ask on, such as 0.0.0.0"
    )
    operator_port: int | None = Field(
        None, ge=0, le=65535, description="a port for /healthz, /readyz and /metrics (0: any free)"
    )
    public_url: Annotated[str, BeforeValidator(_public)] | None = Field(
        None,
        description="the address under which Slack can reach us, such as https://your.host, without"
        f" {EVENTS}. Slack calls nothing but https: put a proxy with a certificate in front, or"
        " leave it out, as only `manifest --mode http` needs it. To try it out on this machine"
        " http://localhost is taken, and http://127.0.0.1",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="text (for people) or json (a line a record, for machines)"
    )

    @property
    def tokens(self) -> tuple[str, ...]:
        """The bot tokens, one a workspace."""
        return _split(self.slack_bot_token)


class LocalSettings(BaseModel):
    """What of the settings a command needs that only works on the database; Slack may help."""

    model_config = ConfigDict(frozen=True)

    slack_bot_token: Annotated[SecretStr, _begins("xoxb-")] | None = None
    slack_api_url: Annotated[str, _begins("https://", "http://")] = "https://slack.com/api/"
    database_url: Annotated[SecretStr, _begins(*_DATABASES)] = SecretStr("sqlite:///delight.db")

    @property
    def tokens(self) -> tuple[str, ...]:
        """The bot tokens, one a workspace; none where Slack is not to be asked."""
        return _split(self.slack_bot_token)


def _split(tokens: SecretStr | None) -> tuple[str, ...]:
    raw = tokens.get_secret_value() if tokens else ""
    return tuple(token.strip() for token in raw.split(",") if token.strip())


def read_local_settings(environ: Mapping[str, str] | None = None) -> LocalSettings:
    """The few of `LocalSettings`; SettingsError lists everything that is wrong with them."""
    values, problems = _with_files(os.environ if environ is None else environ)
    known = {name: values[name] for name in values if name.lower() in LocalSettings.model_fields}
    local, wrong = _checked(LocalSettings, known)
    if local is None or problems:
        raise SettingsError([*problems, *wrong])
    return local


def expectations() -> dict[str, str]:
    """Each setting's name in the environment and what is expected of it."""
    return {n.upper(): f.description or "" for n, f in Settings.model_fields.items()}


def address_of(url: str | None, environ: Mapping[str, str]) -> str:
    """What Slack is to call: by --url, else PUBLIC_URL. SettingsError if neither tells."""
    name = "PUBLIC_URL" if url is None else "--url"
    address = environ.get(name) if url is None else url
    expected = f"expected {expectations()['PUBLIC_URL']}"
    if not address:
        raise SettingsError([f"--mode http needs --url, or PUBLIC_URL: {expected}"])
    if not is_public(address):
        raise SettingsError([f"{name} {address} is not right: {expected}"])
    return f"{address.rstrip('/')}{EVENTS}"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in the environment; SettingsError lists everything that is wrong."""
    values, problems = _with_files(os.environ if environ is None else environ)
    settings = _validated(values, problems)
    if settings is None or problems:
        raise SettingsError(problems)
    if environ is None:
        for name in _BOLT_WOULD_READ:
            os.environ.pop(name, None)
    return settings


def _with_files(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    values = {n: environ[n] for n in expectations() if environ.get(n)}
    problems = []
    for name in _MAY_BE_IN_FILES:
        if path := environ.get(f"{name}_FILE"):
            try:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                reason = getattr(error, "strerror", None) or "not text"
                problems.append(f"{name}_FILE: expected a file with the value ({path}: {reason})")
    return values, problems


M = TypeVar("M", bound=BaseModel)


def _checked(model: type[M], values: Mapping[str, str]) -> tuple[M | None, list[str]]:
    """The model of these values, or what is wrong with them, a line for each."""
    try:
        return model.model_validate({n.lower(): v for n, v in values.items()}), []
    except ValidationError as error:
        wrong = {str(e["loc"][0]).upper(): e["type"] == "missing" for e in error.errors()}
    return None, [
        f"{name} {'is missing' if missing else 'is not right'}: expected {expectations()[name]}"
        for name, missing in wrong.items()
    ]


def _validated(values: Mapping[str, str], problems: list[str]) -> Settings | None:
    settings, wrong = _checked(Settings, values)
    problems += wrong
    if "SLACK_APP_TOKEN" not in values and "SLACK_SIGNING_SECRET" not in values:
        problems.append(
            "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing: expected the first for Socket"
            " Mode, the second for HTTP, or both"
        )
    return settings
