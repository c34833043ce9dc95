"""Translates `crest.config` into Django's names. What a person may choose is not chosen here."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from crest.access.keys import session_key
from crest.config import config

CHOSEN = config()
HERE = Path(__file__).parents[1]
HOME = Path(CHOSEN.home)
HOME.mkdir(parents=True, exist_ok=True)

SECRET_KEY = session_key()
DEBUG = False
ALLOWED_HOSTS = list(CHOSEN.hosts)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in CHOSEN.hosts] if CHOSEN.https else []
ROOT_URLCONF = "crest.web.urls"
WSGI_APPLICATION = "crest.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.Person"
USE_TZ, TIME_ZONE = True, "UTC"

ROOMS = ["access", "evidence", "people", "supplychain", "programmes", "findings"]
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django_tasks", "django_tasks_db",
    "allauth", "allauth.account", "allauth.mfa", "axes",
    "crest.ui",
    *(f"crest.{room}" for room in ROOMS if (HERE / room / "apps.py").exists()),
    "crest.flows", "crest.web",
]  # fmt: skip
INSTALLED_APPS = [a for a in INSTALLED_APPS if a != "crest.flows" or (HERE / "flows").exists()]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "crest.web.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "crest.web.headers.ContentPolicy",
    "crest.web.uploads.Ended",
    "crest.web.straight.Straight",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "crest.web.acting.Acting",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "crest.web.frame.frame",
            ],
            "builtins": ["crest.ui.templatetags.parts", "django.templatetags.i18n"],
        },
    }
]


def _database() -> dict[str, object]:
    if not CHOSEN.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "crest.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; "
                "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000;",
            },
        }
    parts = urlsplit(CHOSEN.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # What is asked again and again is planned once: half of a short answer was planning.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }


DATABASES = {"default": _database()}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": [],
        "ENQUEUE_ON_COMMIT": False,
    }
}

# Signing in. A lock holds for one name from one address, so a dormitory behind one address is not
# locked out by one forgotten password, and nobody can lock another person out from afar.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME, AXES_RESET_ON_SUCCESS = 6, 0.25, True
AXES_USERNAME_CALLABLE = "crest.web.account.name_typed"
AXES_CLIENT_IP_CALLABLE = "crest.web.account.place_of"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
ACCOUNT_ADAPTER = "crest.web.account.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Nothing is counted by address alone: many people of one dormitory share it. Guessing is for axes.
ACCOUNT_RATE_LIMITS = {
    "login": None, "login_failed": "20/5m/key", "reset_password": "5/h/key",
    "reset_password_from_key": "20/h/key", "signup": None,
}  # fmt: skip
ACCOUNT_PREVENT_ENUMERATION, ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True, False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "CREST"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_work"
LOGOUT_REDIRECT_URL = "landing"

SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "crest_session", "crest_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CHOSEN.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LANGUAGE_COOKIE_NAME = "crest_language"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if CHOSEN.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CHOSEN.https else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["crest.web.uploads.Handler"]
FILE_UPLOAD_TEMP_DIR = HOME / ".uploading"
MEDIA_ROOT = HOME / "files"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Built files carry a digest of their content in their name: a browser keeps them for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+\.[0-9a-f]{8,12}\.\w+$"

LANGUAGE_CODE = CHOSEN.language
LANGUAGES = [("en", _("English")), ("th", _("Thai"))]
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH: list[str] = []

DEFAULT_FROM_EMAIL = "crest@localhost"
if CHOSEN.mail_server:
    _mail = urlsplit(CHOSEN.mail_server)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
        unquote(_mail.username or ""),
        unquote(_mail.password or ""),
    )
    EMAIL_USE_TLS = _mail.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = CHOSEN.mail_folder or HOME / "letters"

# Only levels, names and codes: no URL, no query, no value that somebody typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_values": {"()": "crest.web.logging.NoValues"}},
    "handlers": {
        "said": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_values"]}
    },
    "root": {"handlers": ["said"], "level": "WARNING"},
}
