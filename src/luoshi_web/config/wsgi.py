"""The WSGI entry that granian (or any other server) loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi_web.config.settings")
application = get_wsgi_application()
