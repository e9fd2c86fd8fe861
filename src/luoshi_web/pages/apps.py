"""The app that gives the pages their template tags."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Pages own no tables."""

    name = "luoshi_web.pages"
    label = "pages"
