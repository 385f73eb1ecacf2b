from django.contrib.admin.apps import AdminConfig


class RegistryAdminConfig(AdminConfig):
    """The admin under the registry's own site class."""

    default_site = "staff.site.RegistryAdminSite"
