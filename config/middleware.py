"""Placeholder until the database trouble middleware lands."""


def database_trouble(get_response):
    return get_response
