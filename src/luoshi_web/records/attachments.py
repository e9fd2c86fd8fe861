"""文件: kept once under their SHA-256; what is kept is never changed (migrations/0002)."""

from __future__ import annotations

import hashlib

from luoshi_web import clock
from luoshi_web.records.models import Attachment

NAME_MAX = 255


def keep(content: bytes, name: str, stored_by: str) -> Attachment:
    """The stored file; the same content again is the row that is there. `stored_by` is a person's reference."""
    digest = hashlib.sha256(content).hexdigest()
    kept, _ = Attachment.objects.get_or_create(
        sha256=digest,
        defaults={
            "name": name[:NAME_MAX],
            "size_bytes": len(content),
            "content": content,
            "stored_at": clock.now(),
            "stored_by": stored_by,
        },
    )
    return kept
