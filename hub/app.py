"""`create_app`: the house is put together here, and nowhere else."""

from importlib import import_module
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from hub import health, logs, register
from hub.config import ROOT, Settings, from_environment
from hub.database import db, prepare
from hub.delivery import worker
from hub.house import House, house_of
from hub.web import access, assets, context, csrf, errors, floor, headers, ids, limits, seam, session_cookie

FEATURES = ("challenges", "community", "rewards", "references", "admin")
"""The packages of the upper floors, in the order in which they move in. Each has `register(app)`."""

UPLOAD_LIMIT = 12 * 1024 * 1024


def create_app(settings: Settings | None = None, features: tuple[str, ...] = FEATURES) -> Flask:
    """Return the app with these `features`; it runs with none, and with any one alone.

    Raises `WrongSetting` for a variable that cannot be used, `RuntimeError` for a view without a marker.
    """
    settings = settings or from_environment()
    app = Flask("vouch", template_folder=str(ROOT / "templates"), static_folder=None, root_path=str(ROOT))
    ids.bind(app)
    app.config.update(_flask_config(settings))
    app.extensions["house"] = House(settings=settings, features=features)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.wsgi_app = _behind(app, settings.proxies)  # type: ignore[method-assign]
    if not settings.testing:
        logs.configure(settings.log_format)
    _plumb(app)
    register.register(app)
    for name in features:
        import_module(name).register(app)
    house_of(app).carrier = worker.carrier(house_of(app))
    access.refuse_unmarked(app)
    return app


def _behind(app: Flask, proxies: int) -> Any:
    """Believe what so many proxies say about who asks; what nobody put there to say, nobody believes."""
    return ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies, x_prefix=0)


def _flask_config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {} if settings.sqlite else {"pool_size": 8, "pool_pre_ping": True},
        "MAX_CONTENT_LENGTH": UPLOAD_LIMIT,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-vouch" if settings.secure else "vouch",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 30 * 86400,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "TESTING": settings.testing,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "PREFERRED_URL_SCHEME": "https" if settings.secure else "http",
    }


def _plumb(app: Flask) -> None:
    """Connect what every request passes through; the order of the first four matters."""
    seam.bind(app)
    headers.bind(app)
    limits.bind(app)
    csrf.protect.init_app(app)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    session_cookie.bind(app)
    Babel(app, locale_selector=context.choose_locale, timezone_selector=None)
    app.before_request(access.check)
    errors.bind(app)
    context.bind(app)
    app.register_blueprint(assets.bp)
    app.register_blueprint(health.bp)
    if house_of(app).settings.bench:
        app.register_blueprint(floor.bp)
