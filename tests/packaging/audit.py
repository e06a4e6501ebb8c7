"""The audit of pinned packages: `python -m tests.packaging.audit` asks the OSV database of advisories (pip-audit).

Ends with 1 where a package has a known vulnerability, and with 0 and a clear word where the database cannot be asked:
a change is not refused because of somebody else's server. `--must` ends with 3 then, for a machine that has to know.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.packaging.licences import ROOT

OSV = "https://api.osv.dev/v1/query"
REQUEST_S, WHOLE_S = 10, 240
VULNERABLE, FAILED, NOT_ASKED = 1, 2, 3
_AWAY = re.compile(
    r"(?:Connection|Service|HTTP|Proxy|SSL|JSONDecode)Error|Connect ?Timeout|Read ?Timeout|ould not connect", re.I
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--requirement", type=Path, default=ROOT / "requirements.lock")
    arguments.add_argument("--osv-url", default=OSV, help="where advisories are asked for; OSV or a mirror of it")
    arguments.add_argument("--must", action="store_true", help="end with 3 where the database cannot be asked")
    given = arguments.parse_args()
    sys.exit(audit(given.requirement, given.osv_url, must=given.must))


def audit(requirement: Path, url: str, *, must: bool = False) -> int:
    """Tells what is known of the pinned packages; returns the exit status."""
    out, error = _asked(requirement, url)
    try:
        packages = json.loads(out)["dependencies"]
    except (ValueError, KeyError):
        return _not_done(url, error, must=must)
    found = [(one, hole) for one in packages for hole in one.get("vulns", ())]
    for one, hole in found:
        print(_line(one, hole))
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    if unknown:
        print(f"audit: not asked about: {', '.join(unknown)}")
    print(f"audit: {len(packages)} packages, {len(found)} known vulnerabilities")
    return VULNERABLE if found else 0


def _asked(requirement: Path, url: str) -> tuple[str, str]:
    """What pip-audit wrote to its output and to its errors."""
    program = Path(sys.executable).with_name("pip-audit")
    command = [program, "--requirement", requirement, "--no-deps", "--disable-pip", "--format", "json"]
    command += ["--progress-spinner", "off", "--vulnerability-service", "osv", "--osv-url", url]
    try:
        done = subprocess.run(
            [*map(str, command), "--timeout", str(REQUEST_S)], capture_output=True, text=True, timeout=WHOLE_S
        )
    except subprocess.TimeoutExpired:
        return "", f"ReadTimeout: no end after {WHOLE_S} s"
    return done.stdout, done.stderr


def _not_done(url: str, error: str, *, must: bool) -> int:
    last = (error.strip().splitlines() or ["nothing was said"])[-1][:120]
    if not _AWAY.search(error):
        print(f"audit: failed: {last}", file=sys.stderr)
        return FAILED
    print(f"audit: NOT DONE: the advisories at {url} could not be asked ({last}); nothing is known of this lock")
    return NOT_ASKED if must else 0


def _line(package: dict[str, Any], hole: dict[str, Any]) -> str:
    mended = ", ".join(hole.get("fix_versions") or ()) or "no version yet"
    return f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}: {hole['description'][:200]}"


if __name__ == "__main__":
    main()
