"""Django's way to PostgreSQL, with a pool that asks less."""
