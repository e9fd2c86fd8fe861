"""What holds for every test: a property is right or wrong, however long a loaded machine takes over an example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
