"""The app that owns the ledger's tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Ledger, attachments, readings."""

    name = "luoshi_web.records"
    label = "records"
