"""The registry with another way to its database, as DATABASE_IS_DIFFERENT says in JSON, for ``benchmarks.servers``."""

import json
import os

import django
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler

OF_DJANGO = ("CONN_MAX_AGE", "CONN_HEALTH_CHECKS")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
database = settings.DATABASES["default"]
for name, value in json.loads(os.environ.get("DATABASE_IS_DIFFERENT", "{}")).items():
    place = database if name in OF_DJANGO else database["OPTIONS"]
    place[name] = value
django.setup(set_prefix=False)
wsgi, asgi = WSGIHandler(), ASGIHandler()
