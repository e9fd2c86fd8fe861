"""The app that owns persons and posts."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, posts, sign-in tries."""

    name = "luoshi_web.people"
    label = "people"
