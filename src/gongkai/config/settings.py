"""Settings of a deployment, read from the environment; every variable is named in docs/reference/settings.md.

Development and a small city need no variable at all: SQLite and a secret made at first run, both in the
data directory. `GONGKAI_*` variables override; `DATABASE_URL` selects another database.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from gongkai.config import anchors, deployment

PACKAGE = Path(__file__).resolve().parent.parent
DATA = deployment.data_directory()

# The sites this process serves: the portal and the console may stand on separate machines (design, §2b).
GONGKAI_FACES = deployment.faces()

SECRET_KEY = deployment.secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = deployment.words("GONGKAI_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = deployment.words("GONGKAI_ORIGINS", "")
# Whose X-Forwarded-For is believed (records.addresses).
GONGKAI_PROXIES = deployment.proxies()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "gongkai.records",
    "gongkai.organisations",
    "gongkai.annual_reports",
    "gongkai.design",
    "gongkai.portal",
    "gongkai.console",
    "gongkai.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.config.console_sessions.ConsoleSessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gongkai.portal.reading.VaryOnReading",
    "gongkai.portal.access.Gate",
    "gongkai.config.failures.Outages",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                *(["gongkai.portal.context.site"] if "portal" in GONGKAI_FACES else []),
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", "") or f"sqlite:///{DATA / 'gongkai.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,  # a connection that was cut meanwhile is found before it is used
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, decided when the transaction begins, in the order they came; readers never wait.
    DATABASES["default"]["ENGINE"] = "gongkai.records.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
# Work for the background lies in this database, in the transaction that asks for it (records.jobs).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts (docs/explanation/access.md). There is one way in, gongkai.organisations.accounts, which counts
# failures and sessions; Django's own backends would be a second one, so there are none.
AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS: list[str] = []
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gongkai.organisations.accounts.passwords.WithoutOwnNames"},
    {"NAME": "gongkai.organisations.accounts.passwords.NotUsedLately", "OPTIONS": {"remembered": 5}},
]
# Limits of a sign-in, one for the whole deployment each.
GONGKAI_SESSION_IDLE = timedelta(minutes=deployment.number("GONGKAI_SESSION_IDLE_MINUTES", 30, 5, 240))
GONGKAI_SESSION_LIFETIME = timedelta(hours=deployment.number("GONGKAI_SESSION_HOURS", 12, 1, 24))
GONGKAI_SESSIONS_AT_ONCE = deployment.number("GONGKAI_SESSIONS_AT_ONCE", 3, 1, 20)
# The database keeps digests of session keys and nothing readable of what a session remembers.
SESSION_ENGINE = "gongkai.organisations.accounts.session_store"
# Only requests below this path have a session: the portal knows none.
GONGKAI_CONSOLE_PATH = "/console/"
SESSION_COOKIE_NAME = "gongkai_session"
SESSION_COOKIE_PATH = GONGKAI_CONSOLE_PATH
# Browsers in which somebody signed in before (organisations.accounts.devices).
GONGKAI_DEVICE_COOKIE = "gongkai_device"
SESSION_COOKIE_AGE = int(GONGKAI_SESSION_LIFETIME.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Legal dates are dates in this zone (design, §2b); instants are stored in UTC.
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A read-only program directory and no build step: files are served from the packages themselves.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gongkai.config.failures.csrf_failed"
if deployment.flag("GONGKAI_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # What looks after this process asks it directly, without the proxy that ends TLS.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    # Subdomains of a government's domain are other offices' sites: whether those are ready for HTTPS alone,
    # and whether browsers are told so beforehand, their owner decides (docs/how-to/deploy.md).
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_SECURE = True
    # No other host of the city's domain can plant these; the prefix demands the path / (ADR 0025).
    SESSION_COOKIE_NAME, SESSION_COOKIE_PATH = "__Host-gongkai_session", "/"
    CSRF_COOKIE_NAME = "__Host-gongkai_csrf"
    GONGKAI_DEVICE_COOKIE = "__Secure-gongkai_device"

# A report as text or a web page is well below this; larger bodies are refused before they are read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# A folder of drafts is dropped as it is; each page that takes many files bounds their size itself.
DATA_UPLOAD_MAX_NUMBER_FILES = 2000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# Whatever strangers send is read in child processes (records.process_pool).
GONGKAI_CHILDREN = deployment.children()

# Work calendars beside the official one: YYYY.csv is a whole year, any other name holds local days.
GONGKAI_CALENDAR = deployment.paths("GONGKAI_CALENDAR")

# What every page says about the site it belongs to (page tags of 国办发〔2017〕47号, design rules).
GONGKAI_SITE = deployment.site()
# The algorithm that new journal entries and blocks name (docs/explanation/journal.md).
GONGKAI_DIGEST = deployment.digest_algorithm()
# Where anchors of the journal are kept, out of the administrators' reach.
GONGKAI_ANCHOR_FOLDER = anchors.folder()
GONGKAI_ANCHOR_BUCKET = anchors.bucket()
GONGKAI_ANCHOR_MAIL = anchors.mail()
GONGKAI_MAIL_SERVER = anchors.mail_server()
# What a deployment may set, for the reference page.
GONGKAI_VARIABLES = deployment.VARIABLES
