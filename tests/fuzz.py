"""Look for what nobody thought of: the property tests again and again, each round with examples of its own.

`make test` judges every commit by the same examples. Here each round has another seed, which is said, until the minutes
are over or something fails; hypothesis keeps what failed and tries it first the next time. A fifth of the time goes to the
readers of bytes (`tests/fuzzbytes.py`), led by the branches they take.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec

from hypothesis import settings

from tests.fuzzbytes import TARGETS

SEEDS = 2**32
OF_BYTES = 0.2
"""The share of the time for readers of bytes, where atheris is installed (Linux)."""

MANY = 500
"""Examples of each property in a round, five times as many as `make test` has (tests/conftest.py)."""

settings.register_profile("fuzz", deadline=None, print_blob=True, max_examples=MANY)


def command(seed: int, where: Sequence[str] = ()) -> list[str]:
    """Return the command for one round, which repeats it as well."""
    return [
        *(sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "hypothesis"),
        *("-p", "tests.fuzz"),
        *("--hypothesis-profile=fuzz", f"--hypothesis-seed={seed}", "--timeout=600"),
        *where,
    ]


def search(minutes: float, where: Sequence[str] = ()) -> int:
    """Run rounds for so many minutes; the exit code of the first that fails, 0 where none did."""
    ends = time.monotonic() + 60 * minutes
    rounds = 0
    while rounds == 0 or time.monotonic() < ends:
        round_ = command(random.randrange(SEEDS), where)
        sys.stdout.write(" ".join(round_[1:]) + "\n")
        sys.stdout.flush()
        if code := subprocess.run(round_, check=False).returncode:
            return code
        rounds += 1
    sys.stdout.write(f"{rounds} rounds, nothing found\n")
    return 0


def search_bytes(minutes: float) -> int:
    """Search every reader of bytes for its share of so many minutes; the exit code of the first that fails."""
    for name in TARGETS:
        seconds = max(1, int(60 * minutes / len(TARGETS)))
        said = [sys.executable, "-m", "tests.fuzzbytes", name, str(seconds)]
        sys.stdout.write(" ".join(said[1:]) + "\n")
        sys.stdout.flush()
        if code := subprocess.run(said, check=False).returncode:
            return code
    return 0


def main() -> int:
    """Read the minutes, and what to search instead of everything."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("minutes", type=float)
    parser.add_argument("where", nargs="*")
    given = parser.parse_args()
    if given.where or find_spec("atheris") is None:
        return search(given.minutes, given.where)
    return search_bytes(given.minutes * OF_BYTES) or search(given.minutes * (1 - OF_BYTES))


if __name__ == "__main__":
    raise SystemExit(main())
