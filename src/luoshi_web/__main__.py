"""`luoshi`: the core's commands, and the four that need the server: demo, serve, jobs, manage."""

from __future__ import annotations

import sys

from luoshi.cli.main import main as core

USAGE = """\
luoshi demo [--port P]                打开演示区 / the demo district on a loopback address
luoshi serve [--host H] [--port P]    正式运行 / run it; LUOSHI_DATABASE, LUOSHI_DISTRICT choose what
luoshi jobs [--once]                  办理后台任务（门户自带一个）/ run the jobs (the server has its own runner)
luoshi manage ...                     Django 管理命令 / Django's own commands
"""


def main() -> int:
    """Hand the words to the server's commands or to the core."""
    words = sys.argv[1:]
    if words and words[0] in ("demo", "serve", "jobs", "manage"):
        from luoshi_web.config import serve  # Django is imported only where a server is wanted

        return serve.run(words[0], words[1:])
    if words in ([], ["--help"], ["-h"]):
        sys.stdout.write(USAGE)
    return core(words)


if __name__ == "__main__":
    sys.exit(main())
