"""The application: the only file that knows every desk."""

from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from grants.cli.logs import write_logs
from grants.cli.schema import head
from grants.config import Settings, shelf
from grants.db import Record
from grants.jobs.alarm import bell
from grants.web import admin, api, applicant, csrf, errors, headers, office, orcid, paper, parking, public, reviewer
from grants.web.public import front, sign_in
from grants.web.signin import login_manager
from grants.web.transaction import Desks, close_session

DESKS = (
    front.front, sign_in.signin, public.desk, applicant.desk, reviewer.desk, office.desk, admin.desk, api.desk,
)  # fmt: skip


def create_app(settings: Settings, record: Record | None = None) -> Desks:
    """The whole house, ready to answer."""
    app = Desks("grants", template_folder=str(shelf("templates")), static_folder=str(shelf("static")))
    app.config.update(
        SETTINGS=settings,
        SCHEMA=head(),
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.body_limit,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="tsunagari",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.record = record or Record(settings.database_url)
    login_manager().init_app(app)
    csrf.guard(app)
    paper.equip(app)
    parking.equip(app)
    orcid.equip(app)
    errors.hang(app)
    headers.put_on(app)
    app.teardown_appcontext(close_session)
    for desk in DESKS:
        app.register_blueprint(desk)
    if settings.trusted_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_hops, x_proto=settings.trusted_hops)  # type: ignore[method-assign]
    return app


def wsgi() -> Desks:
    """The house as gunicorn serves it: settings from outside, a log, a bell for the jobs, static files first."""
    write_logs()
    settings = Settings.from_env()
    app = create_app(settings)
    warm(app)
    app.ring = bell(settings)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=shelf("static"), prefix="static/", max_age=3600, allow_all_origins=False,
        add_headers_function=headers.dress_static(production=settings.production),
    )  # fmt: skip
    return app


def warm(app: Desks) -> None:
    """Do once, before the workers part, what each would else do while its first visitors wait."""
    configure_mappers()
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
