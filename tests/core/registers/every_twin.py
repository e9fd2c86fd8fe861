"""The plain twins of all registers together."""

from __future__ import annotations

from tests.core.registers import twins, twins_assets, twins_desk, twins_drive, twins_service

PARTS = (twins, twins_drive, twins_assets, twins_service, twins_desk)
MEASURES = {key: found for part in PARTS for key, found in part.MEASURES.items()}
LIGHTS = {key: found for part in PARTS for key, found in part.LIGHTS.items()}
