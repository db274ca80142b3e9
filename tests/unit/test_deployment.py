"""The files that containers are made of name what exists."""

import re
from pathlib import Path

import pytest
import yaml

from entrypoints.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_compose_sets_what_the_worker_knows() -> None:
    names = {name.lower() for name in COMPOSE["services"]["worker"]["environment"]}
    assert names - {"env"} <= set(Settings.model_fields)


def test_compose_overrules_no_setting_but_where_its_own_servers_are() -> None:
    # `environment` beats `env_file`: what stands in it could not be set in `.env.production`.
    assert set(COMPOSE["services"]["worker"]["environment"]) == {"ENV", "REDIS_URL", "MONGO_URI_PY"}
    assert COMPOSE["services"]["worker"]["env_file"][0]["path"] == ".env.production"
    assert re.search(r"^ENV CALLBACK_URL=http://host\.docker\.internal:", DOCKERFILE, re.MULTILINE)


def test_the_image_reads_scans_where_that_is_asked_for() -> None:
    assert re.search(r"^ARG OCR=false$", DOCKERFILE, re.MULTILINE)
    assert "--requirement requirements/ocr.txt" in DOCKERFILE


@pytest.mark.parametrize("name, constraint", [("dev", "runtime"), ("ocr", "dev")])
def test_a_lock_file_is_what_the_makefile_makes(name: str, constraint: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    (command,) = [line for line in lines if line.startswith("#    pip-compile ")]
    assert f"--constraint=requirements/{constraint}.txt" in command
    pins = {line for line in lines if re.match(r"[a-z]", line)}
    runtime = (ROOT / "requirements" / "runtime.txt").read_text("utf-8").splitlines()
    assert {line for line in runtime if re.match(r"[a-z]", line)} <= pins


def test_redis_keeps_jobs_and_throws_none_away() -> None:
    command = " ".join(COMPOSE["services"]["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_the_container_is_stopped_after_the_worker_stopped_itself() -> None:
    grace = int(COMPOSE["services"]["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > Settings.model_fields["shutdown_grace_seconds"].default


def test_what_a_killed_worker_leaves_is_reaped_wherever_the_image_runs() -> None:
    """Its children become those of the first process, which the supervisor must not be."""
    assert re.search(r'^ENTRYPOINT \["tini", "--", "screener"\]$', DOCKERFILE, re.MULTILINE)
    assert re.search(r"apt-get install .*\btini\b", DOCKERFILE.partition("AS build")[2].partition("FROM")[2])
    assert "init" not in COMPOSE["services"]["worker"]  # a second one would complain


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
