"""The settings of a new project for ``benchmarks/ordinary.py``: the registry's own models, nothing measured away."""

from config.settings import *  # noqa: F403 (Django's way to settings that differ a little)
from config.settings import DATABASES

ROOT_URLCONF = "benchmarks.ordinary"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # an installed app insists
]
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
# Connections are pooled as the registry's are: what is compared is how answers are made.
DATABASES["default"]["OPTIONS"].pop("prepare_threshold", None)
