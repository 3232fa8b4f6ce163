"""Django settings of Inboek: fixed choices here, what differs per instance in :mod:`workbench.env`."""

from __future__ import annotations

import gc
import os
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from exact.sandbox import configuration as sandbox
from workbench import database, logs, secrets
from workbench.env import REPOSITORY, Environment

# Loading leaves no garbage, and looking for it takes a tenth of the time; WorkbenchConfig.ready ends this.
gc.disable()

ENV = Environment()

# --- The instance ---------------------------------------------------------------------------------------------------
BASE_DIR = REPOSITORY
INBOEK_HOME = ENV.home.expanduser().resolve()
INBOEK_HOST = ENV.host
INBOEK_PORT = ENV.port
INBOEK_SANDBOX_PORT = ENV.sandbox_port
INBOEK_SMTP_PORT = ENV.smtp_port
INBOEK_MAIL_DOMAIN = ENV.mail_domain
INBOEK_MAIL_TLS_CERT, INBOEK_MAIL_TLS_KEY = ENV.mail_tls_cert, ENV.mail_tls_key
INBOEK_MAIL_REQUIRE_TLS = ENV.mail_require_tls
INBOEK_MAIL_TRUSTED_RECEIVERS = frozenset(ENV.mail_trusted_receivers.replace(",", " ").split())
INBOEK_SMTP_URL, INBOEK_MAIL_FROM = ENV.smtp_url.get_secret_value(), ENV.mail_from
INBOEK_FOLDERS = ENV.folders
INBOEK_MAILBOX_HOSTS = frozenset(ENV.mailbox_hosts.lower().replace(",", " ").split())
INBOEK_MAILBOX_CA = ENV.mailbox_ca
# Per provider: id and secret of the instance's app.
INBOEK_MAILBOX_APPS = {
    "microsoft": (ENV.microsoft_client_id, ENV.microsoft_client_secret.get_secret_value()),
    "google": (ENV.google_client_id, ENV.google_client_secret.get_secret_value()),
}
INBOEK_METRICS_PORT = ENV.metrics_port
BLOB_ROOT = INBOEK_HOME / "blobs"
SANDBOX_HOME = INBOEK_HOME / "sandbox"
SECRETS_ROOT = INBOEK_HOME / "secrets"
LOG_ROOT = INBOEK_HOME / "log"
for _folder in (INBOEK_HOME, BLOB_ROOT, SECRETS_ROOT, LOG_ROOT):
    secrets.private_directory(_folder)

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key.get_secret_value() or secrets.kept_secret(
    SECRETS_ROOT / "secret_key", secrets.new_secret_key
)
# Newest first; older keys only decrypt (MultiFernet).
TOKEN_ENCRYPTION_KEYS = [
    key.strip()
    for key in (
        ENV.token_keys.get_secret_value() or secrets.kept_secret(SECRETS_ROOT / "token_keys", secrets.new_token_key)
    )
    .replace("\n", ",")
    .split(",")
    if key.strip()
]

# --- Addresses ------------------------------------------------------------------------------------------------------
PUBLIC_URL = ENV.public_url.rstrip("/") or f"http://127.0.0.1:{INBOEK_PORT}"
_public = urlsplit(PUBLIC_URL)
_served_over_tls = _public.scheme == "https"
ALLOWED_HOSTS = list(
    dict.fromkeys(
        [
            *(host.strip() for host in ENV.allowed_hosts.split(",") if host.strip()),
            _public.hostname or "127.0.0.1",
            urlsplit(ENV.webhook_url).hostname or "127.0.0.1",
            "127.0.0.1",
            "localhost",
            "[::1]",
        ]
    )
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- Applications ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "insights",
    "workbench",
    "matching",
    "ocr",
    "exact",
    "jobs",
    "benchmarks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "workbench.api.door.without_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "workbench.frame.no_nul.without_nul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workbench.accounts.middleware.nothing_stays_in_the_browser",
    "workbench.accounts.middleware.back_to_a_page",
    "workbench.accounts.middleware.ends_in_time",
    "workbench.accounts.middleware.language_of_person",
    "workbench.accounts.middleware.second_factor_first",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workbench.bell.middleware.opened_is_seen",
]
ROOT_URLCONF = "insights.urls"  # the addresses of the highest app and of all below it
WSGI_APPLICATION = "workbench.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workbench.frame.context.frame",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Data -----------------------------------------------------------------------------------------------------------
DATABASES = {"default": database.from_address(ENV.database, INBOEK_HOME)}
CACHES = {
    # In the database: shared by all processes of both shapes. A cache per process would count log-in failures wrongly.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_TEMP_DIR = str(secrets.private_directory(INBOEK_HOME / "tmp"))

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

# Cookies do not know ports: the port in the name keeps two instances on one host apart.
_cookie_prefix = "__Host-" if _served_over_tls else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}inboek_session_{INBOEK_PORT}"
CSRF_COOKIE_NAME = f"{_cookie_prefix}inboek_csrf_{INBOEK_PORT}"
LANGUAGE_COOKIE_NAME = f"inboek_language_{INBOEK_PORT}"
SESSION_COOKIE_AGE = ENV.session_hours * 60 * 60
INBOEK_IDLE_MINUTES = ENV.idle_minutes
INBOEK_SECOND_FACTOR_FOR = frozenset(ENV.second_factor_for.replace(",", " ").split())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _served_over_tls
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "workbench.frame.refusals.stood_open_too_long"
SECURE_SSL_REDIRECT = False  # the proxy in front does that; behind it every request looks plain
SECURE_HSTS_SECONDS = 31_536_000 if _served_over_tls else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
INBOEK_TRUSTED_PROXIES = ENV.trusted_proxies
if INBOEK_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
EXACT_ORIGIN = ENV.exact_base_url.rstrip("/") or (
    f"http://127.0.0.1:{INBOEK_SANDBOX_PORT}" if ENV.uses_sandbox else "https://start.exactonline.nl"
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        # The consent form leads to Exact's own page.
        "form-action": ["'self'", EXACT_ORIGIN],
        "frame-ancestors": ["'none'"],
    }
}

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = ENV.language
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# --- Static files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = secrets.private_directory(INBOEK_HOME / "static")
STATICFILES_DIRS = [BASE_DIR / "workbench" / "static"]
_collected = (STATIC_ROOT / "staticfiles.json").exists()
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": BLOB_ROOT}},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "workbench.static_files.HashedWhenCollected"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG or not _collected

# --- Exact Online ---------------------------------------------------------------------------------------------------
EXACT_USES_SANDBOX = ENV.uses_sandbox
EXACT_BASE_URL = EXACT_ORIGIN
# The sandbox knows one app from the start; these values guard nothing but a local toy ledger.
EXACT_CLIENT_ID = ENV.exact_client_id or sandbox.DEFAULT_CLIENT_ID
EXACT_CLIENT_SECRET = ENV.exact_client_secret.get_secret_value() or sandbox.DEFAULT_CLIENT_SECRET
EXACT_CALLS_PER_MINUTE = ENV.exact_calls_per_minute
# Without a secret of its own no webhook is believed: one that everybody can read here would vouch for nothing.
EXACT_WEBHOOK_SECRET = ENV.exact_webhook_secret.get_secret_value() or (
    secrets.kept_secret(SECRETS_ROOT / "webhook_secret", secrets.new_secret_key) if ENV.uses_sandbox else ""
)

EXACT_WEBHOOK_URL = f"{ENV.webhook_url.rstrip('/')}/webhooks/exact" if ENV.webhook_url else ""

# --- Second reader (off without a key or an address) ----------------------------------------------------------------
LLM_ENABLED = bool(ENV.llm_model and (ENV.llm_api_key.get_secret_value() or ENV.llm_base_url))
LLM_API_KEY = ENV.llm_api_key.get_secret_value()
LLM_BASE_URL = ENV.llm_base_url
LLM_MODEL = ENV.llm_model
LLM_TIMEOUT_SECONDS = ENV.llm_timeout_seconds

# --- Durable work ---------------------------------------------------------------------------------------------------
REDIS_URL = ENV.redis_url
# Tests divide the waits of the job machinery by this number.
JOBS_TIME_DIVISOR = float(os.environ.get("INBOEK_JOBS_TIME_DIVISOR") or 1)
CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_DEFAULT_QUEUE = "notify"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 25.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 30,
    "socket_connect_timeout": 2,
    "health_check_interval": 30,
    # A nudge that cannot be sent is given up at once: nobody's request waits for a broker.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"

# --- Logs -----------------------------------------------------------------------------------------------------------
LOGGING = logs.configure(None if "PYTEST_VERSION" in os.environ else LOG_ROOT, ENV.log_level)
