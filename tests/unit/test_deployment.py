"""The files that containers are made of name what exists."""

import re
from pathlib import Path

import yaml

from entrypoints.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_compose_sets_what_the_worker_knows() -> None:
    names = {name.lower() for name in COMPOSE["services"]["worker"]["environment"]}
    assert names - {"env"} <= set(Settings.model_fields)


def test_redis_keeps_jobs_and_throws_none_away() -> None:
    command = " ".join(COMPOSE["services"]["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_the_container_is_stopped_after_the_worker_stopped_itself() -> None:
    grace = int(COMPOSE["services"]["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > Settings.model_fields["shutdown_grace_seconds"].default
    assert COMPOSE["services"]["worker"]["init"] is True


def test_the_image_copies_what_exists_and_lets_through_what_it_copies() -> None:
    sources = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }
    assert all((ROOT / source).exists() for source in sources)
    assert set(sources) == let_through
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
