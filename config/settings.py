"""Settings of the registry, all from the environment. docs/operations.md lists the variables."""

import os
from pathlib import Path

import environs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from access.networks import unreadable
from config.database import database_settings, owner_settings
from config.tenants import tenants

BASE_DIR = Path(__file__).resolve().parent.parent

env = environs.Env(eager=False)
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", validate=environs.validate.Length(min=32))
# Keys of before, which still vouch for citations that were given under them.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
DATABASE_URL = env.str("DATABASE_URL", validate=environs.validate.Length(min=1))
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
DATABASE_POOL = env.bool("DATABASE_POOL", True)
# Answers are kept until something published changes: so many megabytes in each worker, 0 for none; or in a Redis.
ANSWER_CACHE_MB = env.int("ANSWER_CACHE_MB", 8, validate=environs.validate.Range(min=0))
ANSWER_CACHE_URL = env.str("ANSWER_CACHE_URL", "", validate=environs.validate.Regexp(r"^((rediss?|unix)://\S+)?$"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
HTTPS_ONLY = env.bool("HTTPS_ONLY", False)
# Where addresses in files lead that are made without a request: the snapshots.
SITE_ADDRESS = env.str("SITE_ADDRESS", "", validate=environs.validate.Regexp(r"^(https?://[^/\s]+/?)?$"))
SNAPSHOTS_FOLDER = env.str("SNAPSHOTS_FOLDER", str(BASE_DIR / ".local" / "snapshots"))
# Where the accessibility statement stands that the authority asks for; until then the registry's own page is it.
ACCESSIBILITY_STATEMENT_URL = env.str(
    "ACCESSIBILITY_STATEMENT_URL", "", validate=environs.validate.Regexp(r"^(https://\S+)?$")
)
# Which owner of the programme stands as publisher in the catalogue of data, by its slug.
DATA_PUBLISHER = env.str("DATA_PUBLISHER", "innovasjon-norge")
# How many proxies in front add the visitor's address to X-Forwarded-For; whatever stands before them anybody may write.
_PROXIES = env.int("TRUSTED_PROXY_COUNT", None, validate=environs.validate.Range(min=0, max=9))
# Requests to the API in a minute: of a network, and of a key that has no number of its own; 0 takes the limit away.
API_LIMIT_PER_MINUTE = env.int("API_LIMIT_PER_MINUTE", 1_000, validate=environs.validate.Range(min=0))
API_KEY_LIMIT_PER_MINUTE = env.int("API_KEY_LIMIT_PER_MINUTE", 10_000, validate=environs.validate.Range(min=0))
# Whoever asks from these without a key is not counted: this machine itself, which its own proxy may stand for, too.
API_UNLIMITED_NETWORKS: list[str] = env.list("API_UNLIMITED_NETWORKS", ["127.0.0.0/8", "::1/128"])
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 60, validate=environs.validate.Range(min=1))
SESSION_HOURS = env.int("SESSION_HOURS", 12, validate=environs.validate.Range(min=1))
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "klyngeregisteret@localhost")
PRODUCTION = env.str("ENVIRONMENT", "") == "production"
TENANTS, mistakes = tenants(os.environ)
mistakes += [f"API_UNLIMITED_NETWORKS: {text!r} is no network" for text in unreadable(API_UNLIMITED_NETWORKS or [])]
try:
    env.seal()
    DATABASES = {"default": database_settings(str(DATABASE_URL), pool=bool(DATABASE_POOL))}
    # The role that owns the tables: history/ownership.py connects as it for what the application must not do.
    OWNER_DATABASE = owner_settings(str(DATABASE_OWNER_URL), DATABASES["default"])
except environs.EnvValidationError as error:
    mistakes.append(str(error))
except ValueError as error:
    mistakes.append(str(error))
if mistakes:
    raise ImproperlyConfigured(f"The environment is not right: {'; '.join(mistakes)}")

if not SITE_ADDRESS:
    _HOST = str(ALLOWED_HOSTS[0]).lstrip(".")
    SITE_ADDRESS = f"https://{_HOST}" if HTTPS_ONLY else f"http://{_HOST}:{os.environ.get('PORT', '8000')}"
SITE_ADDRESS = f"{str(SITE_ADDRESS).rstrip('/')}/"

INSTALLED_APPS = [
    # Ours stand first, so that their templates win over those of the admin.
    "bilingual",
    "access",
    "history",
    "published",
    "regions",
    "review",
    "programmes",
    "clusters",
    "support",
    "imports",
    "staff",
    "workplace",
    "corrections",
    "config.apps.RegistryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "config.health.health_probes",
    "django.middleware.security.SecurityMiddleware",
    "access.middleware.limit_requests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.kept_answers.KeptAnswers",  # whatever comes after it is kept as part of the answer
    "config.style_sheets.announce",
    "config.compression.CompressedPages",
    "config.content_policy.ContentPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.DatabaseTrouble",
    "config.direct_doors.DirectDoors",  # what comes after it is for pages alone
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.languages.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "staff.languages.speak",
    "staff.middleware.note_downloads",
    "pghistory.middleware.HistoryMiddleware",
    "staff.middleware.OpenAccount",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "staff.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bilingual.addresses.addresses",
                "staff.context.login_pages",
            ],
            "libraries": {"lucide": "lucide.templatetags.lucide"},
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Logging in. The pages stand in staff/urls.py; nobody signs up, accounts are made by administrators.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # those of before, replaced at the next login
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# Shared by all workers, or each would count guesses for itself. The table comes with the migrations.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "staff_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
if ANSWER_CACHE_URL:
    CACHES["answers"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ANSWER_CACHE_URL}
ACCOUNT_ADAPTER = "staff.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "staff.forms.LoginForm",
    "reset_password": "staff.forms.ForgottenPasswordForm",
    "reset_password_from_key": "staff.forms.NewPasswordByLinkForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a class)
PASSWORD_RESET_TIMEOUT = 4 * 3600
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
# Guesses count per address, and per account *and* address: nobody is locked out by what somebody else does.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/5m/key",
    "reset_password": "5/5m/ip,3/h/key",
    "tenant": "30/m/ip",
}
# HTTPS ends at a proxy, so there is one.
TRUSTED_PROXY_COUNT: int = int(HTTPS_ONLY) if _PROXIES is None else _PROXIES
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "staff.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "staff.forms.AuthenticateForm",
    "reauthenticate": "staff.forms.ReauthenticateForm",
    "activate_totp": "staff.forms.ActivateTOTPForm",
    "add_webauthn": "staff.forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by administrators
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Klyngeregisteret"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS_ONLY
USERSESSIONS_ADAPTER = "staff.adapters.SessionsAdapter"
# The owners' own logins; none unless the environment names them (config/tenants.py).
SOCIALACCOUNT_PROVIDERS = {"tenant": {"APPS": TENANTS}}
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads to another host is against the content policy
SOCIALACCOUNT_ADAPTER = "staff.tenants.TenantAdapter"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_TIMEOUT = 10

# Language and formats. Bokmål stands at /, English at /en/.
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["bilingual.formats"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

# Static files: hashed names and compressed copies, so a browser may keep them for ever.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.style_sheets.JoinedStyleSheets"},
}

# Nothing inline, nothing from outside: the same policy for every page, the admin included.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
# Whether HSTS holds for other names under the domain is for whoever owns the domain, not for us.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS_ONLY else None

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "doors.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "doors.api.schema.Schema",
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "config.problems.problem_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Klyngeregisteret",
    "DESCRIPTION": "The registry of Norway's innovation clusters. Read-only, no key needed.",
    "EXTERNAL_DOCS": {"description": "Examples, limits, licence and how things are counted", "url": "/en/data/"},
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "key": {
                "type": "http",
                "scheme": "bearer",
                "description": "Never needed. A key raises the limit of requests; ask us for one.",
            }
        }
    },
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "LICENSE": {"name": "NLOD 2.0", "url": "https://data.norge.no/nlod/no/2.0"},
    # `make check` validates the schema by itself, in English; the check of Django would do it in bokmål.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "ClusterSuccessionKind": "clusters.models.ClusterSuccession.Kind",
        "EndPrecision": "history.valid_time.EndPrecision",
        "EndReason": "clusters.choices.EndReason",
        "HostBasis": "clusters.models.HostPeriod.Basis",
        "IdentifierScheme": "clusters.models.OrganisationIdentifier.Scheme",
        "MembershipRole": "clusters.choices.MembershipRole",
        "NameKind": "clusters.choices.NameKind",
        "OrganisationKind": "clusters.choices.OrganisationKind",
        "Reach": "clusters.choices.Reach",
        "RegionLevel": "regions.models.Region.Level",
        "RegionSuccessionKind": "regions.models.RegionSuccession.Kind",
        "Stage": "programmes.models.Appropriation.Stage",
        "StartPrecision": "history.valid_time.StartPrecision",
        "Status": "clusters.choices.Status",
        "TierKind": "programmes.models.Tier.Kind",
    },
}

# Who and why goes into the history of every writing request.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
