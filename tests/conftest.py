"""What holds for every test."""

import gc
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from kiosk import passwords
from tests.compiled import keep_compiled

pytest_plugins = ("tests.sweep", "tests.sharing", "pytester")

# Machines are noisy and run two tests at a time: how long an example takes says nothing about whether it is right.
# A commit is judged by the same examples wherever and whenever; new ones, and more of them, are looked for by
# `make fuzz`. Only a property whose examples are slow says how many it wants.
settings.register_profile("kiosk", deadline=None, derandomize=True, database=None, max_examples=100)
settings.load_profile("kiosk")

LAST_BROWSER = 0.9
"""After so much of all tests the last browser has begun: those who end have short ones to share."""


class CompiledTemplates(BytecodeCache):
    """Hundreds of tests start a front of their own; its templates need compiling only once for all of them. A
    template that has changed since is known by its checksum."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledTemplates()}
keep_compiled()


SHIPPED_HASHER = passwords.HASHER


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """The same hash with the least work: hundreds of tests sign somebody in, and none of them wants to be slow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def dear_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes as a town hall keeps them, the one of nobody as well."""
    monkeypatch.setattr(passwords, "HASHER", SHIPPED_HASHER)
    passwords._hash_of_nobody.cache_clear()
    yield
    passwords._hash_of_nobody.cache_clear()


def pytest_collection_finish() -> None:
    """What was collected and imported stays to the end: it is not looked through for rubbish again and again, which took
    an eighth of all processor time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionfinish() -> None:
    gc.unfreeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers wait much and the others compute: spread among them they keep both cores busy, and end before the last."""
    browsers = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    places = {item: LAST_BROWSER * place / len(browsers) for place, item in enumerate(browsers)}
    places |= {item: place / len(others) for place, item in enumerate(others)}
    items.sort(key=places.__getitem__)
