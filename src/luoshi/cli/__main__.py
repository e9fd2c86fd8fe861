"""`python -m luoshi.cli`."""

from __future__ import annotations

import sys

from luoshi.cli.main import main

sys.exit(main())
