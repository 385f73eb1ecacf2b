from django.contrib.admin import AdminSite


class RegistryAdminSite(AdminSite):
    """The workplace of the three owners' staff."""
