"""Settings are read in one place, and what is wrong with them is told at start."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import time
from pathlib import Path
from typing import Any

from django.core.checks import run_checks
from django.core.management import call_command
from django.test import override_settings

from luoshi_web.config import environment

HOME = Path(__file__).resolve().parents[2]


def test_postgresql_by_one_setting(tmp_path: Path) -> None:
    env = environment.read(
        {
            "LUOSHI_DATABASE": "postgresql://lu:p%40ss@db.test:5433/luoshi",
            "LUOSHI_FOLDER": str(tmp_path),
        }
    )
    told = environment.database_settings(env)
    assert (told["NAME"], told["USER"], told["PASSWORD"], told["HOST"], told["PORT"]) == (
        "luoshi",
        "lu",
        "p@ss",
        "db.test",
        "5433",
    )


def test_what_cannot_be_read_is_a_fault_and_not_a_guess(tmp_path: Path) -> None:
    env = environment.read(
        {
            "LUOSHI_TODAY": "2026-02-30",
            "LUOSHI_DATABASE": "mysql://x",
            "LUOSHI_FOLDER": str(tmp_path),
        }
    )
    assert len(env.faults) == 2
    assert env.today is None


def test_what_leaves_the_house_goes_by_https_or_stays_on_this_machine(tmp_path: Path) -> None:
    given = {
        "LUOSHI_FOLDER": str(tmp_path),
        "LUOSHI_WECOM_BASE": "http://wecom.test",
        "LUOSHI_DINGTALK_BASE": "ftp://ding.test",
        "LUOSHI_FEISHU_BASE": "http://127.0.0.1:9000/",
        "LUOSHI_SMTP": "mail.test",
        "LUOSHI_DIGEST_AT": "25:00",
    }
    env = environment.read(given)
    assert [fault.split(":")[0].split("=")[0] for fault in env.faults] == [
        "LUOSHI_WECOM_BASE",
        "LUOSHI_DINGTALK_BASE",
        "LUOSHI_SMTP",
        "LUOSHI_DIGEST_AT",
    ]
    assert env.outside.smtp == ""
    assert env.outside.bases["feishu"] == "http://127.0.0.1:9000"


class Asked(dict[str, str]):
    """Remembers which variables were asked for."""

    def __init__(self, **given: str) -> None:
        super().__init__(given)
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


def test_every_variable_stands_in_the_table_and_those_of_notices_in_their_guide(
    tmp_path: Path,
) -> None:
    oidc = {f"LUOSHI_OIDC_{part}": "https://id.test" for part in ("ISSUER", "CLIENT", "SECRET")}
    asked = Asked(LUOSHI_FOLDER=str(tmp_path), **oidc)
    environment.read(asked)
    rows = re.findall(r"^\| (LUOSHI_[^|]+) \|", environment.__doc__ or "", re.M)
    assert asked.names == set(re.findall(r"LUOSHI_\w+", " ".join(rows)))
    outside = Asked()
    environment._outside(outside, [])
    guide = (HOME / "docs" / "guides" / "notices.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(LUOSHI_\w+)` \|", guide, re.M))
    assert named == outside.names - {"LUOSHI_HOSTS", "LUOSHI_HTTPS"} | {"LUOSHI_RUNNER"}
    assert all(guide.count(name) > 1 for name in named), "both languages name it"


def test_the_settings_that_the_guide_shows_really_work(tmp_path: Path) -> None:
    guide = (HOME / "docs" / "guides" / "notices.md").read_text(encoding="utf-8")
    shown = re.search(r"```\n(LUOSHI_.*?)```", guide, re.DOTALL)
    assert shown
    given = dict(line.split("=", 1) for line in shown[1].splitlines())
    env = environment.read(given | {"LUOSHI_FOLDER": str(tmp_path)})
    assert env.faults == ()
    assert env.outside.digest_at == time(8, 50)
    assert env.outside.bases["wecom"] == given["LUOSHI_WECOM_BASE"]


def test_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first, second = (environment.read({"LUOSHI_FOLDER": str(tmp_path)}).secret for _ in range(2))
    assert first == second
    assert len(first) > 40


def test_start_up_checks_have_ids_and_hints(tmp_path: Path) -> None:
    env = environment.read(
        {
            "LUOSHI_TODAY": "x",
            "LUOSHI_FOLDER": str(tmp_path / "nowhere" / "x"),
            "LUOSHI_SECRET": "s",
        }
    )
    with override_settings(ENV=env, DISTRICT=tmp_path):
        found = {message.id: message for message in run_checks() if message.id.startswith("luoshi")}
    assert {"luoshi.E001", "luoshi.E002", "luoshi.E003"} <= set(found)
    assert all(message.hint for message in found.values())


def test_the_models_and_the_migrations_agree(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_demo_is_prepared_quickly_and_only_once(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from luoshi_web.config.demo import prepare\n"
        "pack, folder = map(Path, sys.argv[1:]); began = time.monotonic(); prepare(pack, folder)\n"
        "from luoshi_web.records.models import Entry, Reading; from luoshi_web.people.models import Person\n"
        "once = (Entry.objects.count(), Reading.objects.count(), Person.objects.count())\n"
        "took = time.monotonic() - began; prepare(pack, folder)\n"
        "assert once == (Entry.objects.count(), Reading.objects.count(), Person.objects.count())\n"
        "assert all(once), once; print(took)"
    )
    words = [sys.executable, "-c", code, str(HOME / "districts" / "example"), str(tmp_path)]
    done = subprocess.run(
        words,
        cwd=HOME,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(HOME / "src"), "PATH": ""},
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 10  # aimed at 5 s; a loaded machine gets twice that
