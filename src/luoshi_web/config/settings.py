"""Django's settings. What a deployment may choose stands in environment.py; here is what the product decides."""

from __future__ import annotations

from pathlib import Path

from luoshi_web.config import environment

ENV = environment.read()
SHELL = Path(__file__).resolve().parents[1]

# Written, not scanned: the pages in the order of the navigation. Each keeps its own templates.
PAGES = (
    "home", "board", "economy", "report", "month", "commitments", "slips", "land", "checks", "papers", "speech", "register", "item", "as_of", "search", "verify", "people",
    "notices", "calendar", "tokens", "api",
)  # fmt: skip

SECRET_KEY = ENV.secret
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.hosts)
DISTRICT = ENV.district
TODAY = ENV.today
DEMO = ENV.demo
IDENTITY = ENV.identity
PASSWORDS = ENV.passwords

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "luoshi_web.config.apps.ConfigConfig",
    "luoshi_web.records.apps.RecordsConfig",
    "luoshi_web.people.apps.PeopleConfig",
    "luoshi_web.pages.apps.PagesConfig",
]
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",  # pages and sheets; it pads against length oracles, and tokens are masked
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "luoshi_web.config.headers.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "luoshi_web.config.headers.refuse_large_uploads",
    "luoshi_web.config.headers.drop_nul",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luoshi_web.people.session.end_idle_sessions",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "luoshi_web.config.urls"
WSGI_APPLICATION = "luoshi_web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SHELL / "pages" / "templates"]
        + [SHELL / "pages" / page / "templates" for page in PAGES],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "luoshi_web.pages.chrome.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "luoshi_web.pages.templatetags.luoshi",
                "luoshi_web.pages.templatetags.desk",
                "luoshi_web.pages.templatetags.land",
                "luoshi_web.pages.templatetags.economy",
                "luoshi_web.pages.templatetags.checks",
                "luoshi_web.pages.templatetags.papers",
            ],
            "libraries": {"django_htmx": "django_htmx.templatetags.django_htmx"},
        },
    }
]

DATABASES = {"default": environment.database_settings(ENV)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False  # one write = one explicit transaction in services.py

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "luoshi_web.people.passwords.ThreeKinds"},
]
# The numbers of domain.md 10.4: practice of level-2 systems, not law.
SIGN_IN_TRIES_MAX = 5
SIGN_IN_LOCK_MINUTES = 15
SESSION_IDLE_MINUTES = 30
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_NAME = "luoshi_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENV.https
CSRF_COOKIE_NAME = "luoshi_csrf"
CSRF_COOKIE_SECURE = ENV.https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "luoshi_web.pages.faults.csrf"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENV.hosts] if ENV.https else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

UPLOAD_BYTES_MAX = environment.UPLOAD_BYTES_MAX
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_BYTES_MAX

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "luoshi_language"
LOCALE_PATHS = [SHELL / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATICFILES_DIRS = [SHELL / "static"]
WHITENOISE_USE_FINDERS = True  # served from where they are installed: no collectstatic step
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # addresses carry the content (config/static.py)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "luoshi_web.config.static.ByContent"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
