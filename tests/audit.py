"""`make audit`: whether a vulnerability is known of any pinned package, asked of PyPI, or else of OSV.

Run as `python -m tests.audit`. Fails where one is known. Where neither answers, as on a machine without the
internet, it says so and succeeds; it never waits for long.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[1]
PYPI = "https://pypi.org"
OSV = "https://api.osv.dev/v1/query"
PROBE_SECONDS, AUDIT_SECONDS = 8.0, 40.0
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;#\\]+)", re.MULTILINE)

ACCEPTED: Mapping[str, str] = {}
"""Vulnerabilities that do not concern us: identifier -> why. Each is to be removed once there is a fix."""


def pinned(folder: Path) -> dict[str, str]:
    """Every pinned package of the lock files, once, with its version."""
    files = sorted(folder.glob("*.txt"))
    return {
        name.lower(): version for file in files for name, version in _PIN.findall(file.read_text("utf-8"))
    }


def service(pins: Mapping[str, str], *, pypi: str, osv: str) -> str | None:
    """The first of the two that answers for one of the packages; None where neither does in time.

    One question tells: some mirrors of PyPI answer 404 to each, and pip-audit takes that for an unknown
    package and for no error.
    """
    name, version = next(iter(pins.items()))
    found: set[str] = set()

    def ask_pypi() -> None:
        answer = httpx.get(f"{pypi}/pypi/{name}/{version}/json", timeout=PROBE_SECONDS, follow_redirects=True)
        if answer.status_code == httpx.codes.OK and "vulnerabilities" in answer.json():
            found.add("pypi")

    def ask_osv() -> None:
        question = {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
        answer = httpx.post(osv, json=question, timeout=PROBE_SECONDS)
        if answer.status_code == httpx.codes.OK and isinstance(answer.json(), dict):
            found.add("osv")

    # Looking up a name knows no time-out; a daemon thread is left behind.
    threads = [threading.Thread(target=_quietly, args=(ask,), daemon=True) for ask in (ask_pypi, ask_osv)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PROBE_SECONDS)
    return next((name for name in ("pypi", "osv") if name in found), None)


def _quietly(ask: Any) -> None:
    try:
        ask()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return  # no answer is an answer


def audit(pins: Mapping[str, str], *, service: str, osv: str) -> int:
    """Let pip-audit ask for all packages, print what it found, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder, "requirements.txt")
        requirements.write_text("".join(f"{name}=={version}\n" for name, version in pins.items()), "utf-8")
        command = [
            *(sys.executable, "-m", "pip_audit", "--requirement", str(requirements)),
            *("--no-deps", "--disable-pip", "--cache-dir", folder),
            *("--vulnerability-service", service, "--osv-url", osv, "--timeout", "10"),
            *("--format", "json", "--desc", "off", "--progress-spinner", "off"),
            *(part for vulnerability in ACCEPTED for part in ("--ignore-vuln", vulnerability)),
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=AUDIT_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return _not_audited("the index answers too slowly")
    try:
        dependencies: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        if re.search(r"ConnectionError|ServiceError|Timeout|HTTPError|connect", done.stderr):
            return _not_audited("the index stopped answering")
        _say(f"pip-audit failed:\n{done.stderr[-2000:]}")
        return 2
    return _verdict(dependencies)


def _verdict(dependencies: Sequence[Mapping[str, Any]]) -> int:
    skipped = sorted(found["name"] for found in dependencies if "skip_reason" in found)
    known = [found for found in dependencies if found.get("vulns")]
    if len(skipped) == len(dependencies):
        return _not_audited("the index knows none of the packages")
    for found in known:
        for vulnerability in found["vulns"]:
            fixed = ", ".join(vulnerability["fix_versions"]) or "no version"
            _say(f"{found['name']} {found['version']}: {vulnerability['id']}, mended in {fixed}")
    if skipped:
        _say(f"not audited, as the index does not know them: {', '.join(skipped)}")
    audited = len(dependencies) - len(skipped)
    _say(f"{audited} packages audited: {len(known)} with a known vulnerability")
    return 1 if known else 0


def _not_audited(why: str) -> int:
    _say(f"not audited: {why}")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit, and return the exit code: 1 where a vulnerability is known, 2 where pip-audit failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("--requirements", type=Path, default=ROOT / "requirements", metavar="FOLDER")
    parser.add_argument("--pypi-url", default=PYPI)
    parser.add_argument("--osv-url", default=OSV)
    options = parser.parse_args(arguments)
    pins = pinned(options.requirements)
    chosen = service(pins, pypi=options.pypi_url, osv=options.osv_url)
    if chosen is None:
        return _not_audited("the index cannot be reached")
    return audit(pins, service=chosen, osv=options.osv_url)


if __name__ == "__main__":
    sys.exit(main())
