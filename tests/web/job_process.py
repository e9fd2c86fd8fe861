"""A runner as a process of its own, doing kinds that only the tests know: each try leaves a line in a file, each job
that came to its end leaves a fact in the database (`python -m tests.web.job_process FOLDER`)."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

import django

STEPS, STEP_S = 10, 0.05
BEAT_S, LOST_S = 0.2, 1.5


def main(folder: Path) -> None:
    """Until killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi_web.config.settings")
    django.setup()
    from django.db import transaction

    from luoshi.values.label import Label
    from luoshi_web import clock
    from luoshi_web.jobs import kinds
    from luoshi_web.jobs.runner import Runner
    from luoshi_web.jobs.work import Work
    from luoshi_web.records.models import Attachment

    def begun(work: Work) -> None:
        with (folder / "begun").open("a", encoding="utf-8") as file:
            file.write(f"{work.job.about}\n")

    def slow(work: Work) -> None:
        begun(work)
        for number in range(1, STEPS + 1):
            time.sleep(STEP_S)
            work.step(number, STEPS)
        told = f"{work.job.about} {work.job.tries}".encode()
        with transaction.atomic():
            Attachment.objects.create(
                sha256=hashlib.sha256(told).hexdigest(),
                name=work.job.about,
                size_bytes=len(told),
                content=told,
                stored_at=clock.wall(),
                stored_by="job",
            )
            work.settle({"tries": work.job.tries})

    label = Label("试", "trial")
    kinds.KINDS = {
        "quick": kinds.Kind(label, begun, may_repeat=True),
        "slow": kinds.Kind(label, slow, may_repeat=True),
        "once": kinds.Kind(label, slow, may_repeat=False),
    }
    Runner("work", beat_s=BEAT_S, lost_s=LOST_S).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
