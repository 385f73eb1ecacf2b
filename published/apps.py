from django.apps import AppConfig


class PublishedConfig(AppConfig):
    name = "published"
    verbose_name = "What was published"
