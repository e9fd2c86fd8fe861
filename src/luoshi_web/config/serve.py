"""`luoshi demo | serve | jobs | manage`: set the few variables, prepare the folder, start the server in this process
and a runner of jobs beside it."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import time
import webbrowser
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from luoshi.district.pack import load
from luoshi_web.config.environment import HOME

FIRST_PORT = 8000
THREADS = (
    4  # a page takes some tens of milliseconds of one core; more threads only wait for each other
)


def run(command: str, words: Sequence[str]) -> int:
    """Do one of the four; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi_web.config.settings")
    if command == "manage":
        from django.core.management import execute_from_command_line

        execute_from_command_line(["luoshi manage", *words])
        return 0
    if command == "jobs":
        return _jobs(words)
    options = _parser(command).parse_args(words)
    port = options.port or free_port(options.host)
    if not os.environ.get("LUOSHI_HOSTS"):
        os.environ.setdefault("LUOSHI_ADDRESS", f"http://{options.host}:{port}")
    if command == "demo":
        _pose_as_demo(Path(options.district), fresh=options.fresh)
    _prepare(demo=command == "demo")
    return _serve(options.host, port, opens=options.open)


def free_port(host: str, first: int = FIRST_PORT) -> int:
    """The first port from 8000 on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            if probe.connect_ex((host, port)):
                return port
    return 0


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"luoshi {command}")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--port",
        type=int,
        default=0,
        help="0 = 8000 起第一个空闲端口 / the first free one from 8000",
    )
    parser.add_argument("--open", action="store_true", help="打开浏览器 / open a browser")
    if command == "demo":
        parser.add_argument("--district", default=str(HOME / "districts" / "example"))
        parser.add_argument("--fresh", action="store_true", help="从头来过 / begin again")
    return parser


def _jobs(words: Sequence[str]) -> int:
    """A runner of jobs alone: beside a server, as a service of its own (LUOSHI_RUNNER=0), or once."""
    parser = argparse.ArgumentParser(prog="luoshi jobs")
    parser.add_argument("--once", action="store_true", help="办完排队的就走 / do what waits, leave")
    parser.add_argument("--beside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    import django

    django.setup()
    from luoshi_web.jobs import runner

    return runner.run_once() if options.once else runner.run_all(beside=options.beside)


def _pose_as_demo(pack: Path, *, fresh: bool) -> None:
    """The demo is an ordinary installation in a folder of its own, on the day that the pack opens on."""
    folder = Path(os.environ.setdefault("LUOSHI_FOLDER", str(HOME / "var" / "demo")))
    if fresh:
        for file in folder.glob("luoshi.sqlite3*"):
            file.unlink()
    os.environ.setdefault("LUOSHI_DISTRICT", str(pack))
    os.environ.setdefault("LUOSHI_DEMO", "1")
    district, problems = load(pack)
    for problem in problems:
        sys.stderr.write(problem.say() + "\n")
    if district is None:
        sys.exit(1)
    if district.opens_on:
        os.environ.setdefault("LUOSHI_TODAY", district.opens_on.isoformat())


def _prepare(*, demo: bool) -> None:
    began = time.monotonic()
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
    except (
        SystemCheckError
    ) as fault:  # a wrong setting is told here, not at noon on a reporting day
        sys.exit(str(fault))
    if demo:
        from luoshi_web.config.demo import prepare
        from luoshi_web.config.settings import ENV

        for problem in prepare(ENV.district, ENV.folder):
            sys.stderr.write(problem.say() + "\n")
    _keep_pack()
    sys.stdout.write(f"准备就绪（{time.monotonic() - began:.1f} 秒）/ ready\n")


def _keep_pack() -> None:
    """Take the pack in, say its faults, and keep it when it has none."""
    from luoshi_web import office, packs
    from luoshi_web.config.settings import ENV

    try:
        served = office.pack()
    except ValueError as fault:
        sys.exit(str(fault))
    for problem in served.faults:
        sys.stderr.write(f"{problem.say('zh')}\n{problem.say('en')}\n")
    packs.keep(ENV.district, ENV.folder, served)


def _serve(host: str, port: int, *, opens: bool) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from luoshi_web.config.settings import ENV
    from luoshi_web.jobs import beside

    address = f"http://{host}:{port}/"
    sys.stdout.write(f"落实在这里：{address}    Ctrl-C 停止 / stop\n")
    sys.stdout.flush()
    if opens:
        webbrowser.open(address)
    server = Granian(
        "luoshi_web.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        blocking_threads=THREADS,
        log_level=LogLevels.error,  # its notes on start and threads are no news to the office
        log_access=False,
        respawn_failed_workers=True,  # a worker that crashed must not take the office's day with it
        respawn_interval=0.2,
    )
    with beside.running() if ENV.runner else nullcontext():
        server.serve()
    return 0
