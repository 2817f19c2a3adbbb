"""What `make setup` installs is written down completely and with reasons."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WANTED = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
LOCKED = dict(
    re.findall(
        r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE
    )
)
PACKAGES = [
    line for line in (ROOT / "tools" / "packages.txt").read_text("utf-8").splitlines() if not line.startswith("#")
]


@pytest.mark.parametrize("wanted", WANTED)
def test_the_lock_has_an_allowed_version_of_every_dependency(wanted: str) -> None:
    requirement = Requirement(wanted)
    assert requirement.specifier.contains(LOCKED[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("line", PACKAGES)
def test_every_debian_package_has_a_reason(line: str) -> None:
    assert re.fullmatch(r"[a-z0-9.+-]+( \| [a-z0-9.+-]+)* +# \S.*", line)
