"""Settings of the installation, from the environment, checked at start with the name of the wrong one."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class WrongSetting(Exception):
    """A variable of the environment cannot be used; the message names it and says why."""


@dataclass(frozen=True)
class Settings:
    """What an operator decides outside the hub. Everything else is a setting inside it (`hub.facts.settings`).

    `proxies` is how many proxies stand before the hub: what they say about where a request comes from is believed, and
    what anybody else says is not. Who could claim any address would guess passwords from a new one each time.
    """

    data: Path
    database_url: str
    secret_key: str = field(repr=False)
    redis_url: str | None = None
    mail_url: str | None = field(default=None, repr=False)
    storage_url: str | None = None
    public_url: str = "http://127.0.0.1:8000"
    proxies: int = 0
    web_workers: int = 2
    log_format: str = "json"
    testing: bool = False
    bench: bool = False
    search: str = "auto"

    @property
    def secure(self) -> bool:
        """Whether people reach the hub over TLS: cookies are then bound to it."""
        return self.public_url.startswith("https://")

    @property
    def sqlite(self) -> bool:
        """Whether the database is SQLite."""
        return self.database_url.startswith("sqlite")


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings; raise `WrongSetting` with the name of the first variable that cannot be used."""
    env = os.environ if env is None else env
    data = Path(env.get("VOUCH_DATA") or ROOT / "instance").resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(f"VOUCH_DATA: {data} cannot be created ({error.strerror})") from error
    public_url = (_url(env, "PUBLIC_URL", {"http", "https"}) or "http://127.0.0.1:8000").rstrip("/")
    return Settings(
        data=data,
        database_url=_database(_read(env, "DATABASE_URL"), data),
        secret_key=_read(env, "SECRET_KEY") or _own_secret(data),
        redis_url=_url(env, "REDIS_URL", {"redis", "rediss", "unix"}),
        mail_url=_url(env, "MAIL_URL", {"smtp", "smtps"}),
        storage_url=_url(env, "STORAGE_URL", {"file"}),
        public_url=public_url,
        proxies=_count(env, "VOUCH_PROXIES", 1 if public_url.startswith("https://") else 0, least=0),
        web_workers=_count(env, "WEB_WORKERS", 2),
        log_format=_choice(env, "VOUCH_LOG", {"json", "text"}, "json"),
        bench=env.get("VOUCH_BENCH") == "1",
        search=_choice(env, "VOUCH_SEARCH", {"auto", "whoosh", "postgresql"}, "auto"),
    )


def _read(env: Mapping[str, str], name: str) -> str | None:
    """Return the variable, or the content of the file that `NAME_FILE` names (for secrets kept in files)."""
    path = env.get(f"{name}_FILE")
    if not path:
        return env.get(name) or None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongSetting(f"{name}_FILE: {path} cannot be read ({error.strerror})") from error


def _database(url: str | None, data: Path) -> str:
    if url is None:
        return f"sqlite:///{data / 'vouch.sqlite3'}"
    scheme = url.partition("://")[0]
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return "postgresql+psycopg://" + url.partition("://")[2]
    if scheme == "sqlite":
        return url
    raise WrongSetting("DATABASE_URL: expected postgresql://… or sqlite:///…")


def _own_secret(data: Path) -> str:
    """Make the secret of this one machine on the first start and keep it beside the data."""
    path = data / "secret_key"
    if not path.exists():
        _write_secret(path, secrets.token_urlsafe(48))
    secret = path.read_text(encoding="ascii")
    if len(secret) < 32:
        raise WrongSetting(f"SECRET_KEY: {path} is too short; remove it or set SECRET_KEY")
    return secret


def _write_secret(path: Path, secret: str) -> None:
    """Write the file whole, readable by us alone; of several first starts at once, the first's secret stays."""
    own = path.with_name(f"{path.name}.{os.getpid()}")
    own.touch(mode=0o600)
    own.write_text(secret, encoding="ascii")
    with suppress(FileExistsError):
        path.hardlink_to(own)
    own.unlink()


def _url(env: Mapping[str, str], name: str, schemes: set[str]) -> str | None:
    url = _read(env, name)
    if url is not None and urlsplit(url).scheme not in schemes:
        raise WrongSetting(f"{name}: expected {' or '.join(f'{s}://…' for s in sorted(schemes))}")
    return url


def _count(env: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    value = env.get(name) or str(default)
    if not value.isdecimal() or not least <= int(value) <= 64:
        raise WrongSetting(f"{name}: expected a whole number from {least} to 64, not {value!r}")
    return int(value)


def _choice(env: Mapping[str, str], name: str, allowed: set[str], default: str) -> str:
    value = env.get(name) or default
    if value not in allowed:
        raise WrongSetting(f"{name}: expected one of {', '.join(sorted(allowed))}, not {value!r}")
    return value
