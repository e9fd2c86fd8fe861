"""The WSGI entry that granian (or any other server) loads."""

from __future__ import annotations

import os
import signal
import threading
import time

from django.core.wsgi import get_wsgi_application

LOOK_S = 0.2
GRACE_S = 5


def leave_with_parent(parent: int) -> None:
    """End this worker once its parent is gone: left behind, it would share the port with the next server and answer
    with yesterday's program. What was not committed is not written; what was, is."""
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi_web.config.settings")
application = get_wsgi_application()
threading.Thread(target=leave_with_parent, args=(os.getppid(),), daemon=True).start()
