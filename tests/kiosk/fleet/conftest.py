"""A town with its first PC, and other PCs that join it; each in a folder of its own."""

import atexit
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from tempfile import mkdtemp

import pytest

from forms.mistake import Mistake
from kiosk.fleet.joining import Joining, begin_joining
from kiosk.fleet.lead import Lead
from kiosk.fleet.member import Member, read_member, take, take_back
from kiosk.settings import Settings, load_settings
from kiosk.town.newtown import replace_text
from tests.kiosk.offices import make_office

NOW = datetime(2026, 4, 1, 8, 30, tzinfo=UTC)


def find_nothing(folder: Path) -> Sequence[Mistake]:
    """What `kiosk forms check` says of sound data; it takes many seconds to say so."""
    return ()


@dataclass
class Pc:
    """A PC out of the box."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def settings(self) -> Settings:
        return load_settings(self.config)

    @property
    def member(self) -> Member:
        found = read_member(self.settings.fleet.folder)
        assert found is not None
        return found

    @property
    def ring_file(self) -> dict[str, str]:
        return {file.name: file.read_text() for file in self.settings.keys.folder.glob("key-*.toml")}

    def take(self, raw: bytes) -> int | None:
        taken = take(raw, self.settings, self.config, find_nothing)
        return taken.number if taken else None

    def take_back(self) -> int:
        return take_back(self.settings, self.config)


@dataclass
class Town:
    """The first PC, and what its administrator does on a day."""

    folder: Path
    now: datetime = NOW
    pcs: list[Pc] = field(default_factory=list)

    @cached_property
    def first(self) -> Path:
        if not (self.folder / "first").exists():
            make_office(self.folder / "first")
        return self.folder / "first"

    @property
    def lead(self) -> Lead:
        lead = Lead(load_settings(self.first / "config"))
        lead.start()
        return lead

    def new_pc(self) -> Pc:
        self.pcs.append(Pc(self.folder / f"pc{len(self.pcs)}"))
        return self.pcs[-1]

    def write(self, old: str, new: str) -> None:
        file = self.first / "config" / "town.toml"
        assert old in file.read_text()
        replace_text(file, file.read_text().replace(old, new))

    def make(self) -> bytes:
        self.lead.make(self.now, find_nothing)
        return self.raw

    @property
    def raw(self) -> bytes:
        file = self.lead.newest_file()
        assert file is not None
        return file.read_bytes()

    def invite(self, *desks: str) -> str:
        if not self.lead.is_current():
            self.make()
        return self.lead.invite(desks, self.now).shown

    def answer(self, joining: Joining) -> bytes:
        return self.lead.answer(bytes(joining.request), self.now)[0]

    def join(self, *desks: str) -> Pc:
        """Everything a second PC goes through."""
        if desks == ("lobby-1",) and not self.folder.exists():
            shutil.copytree(a_town_that_has_joined(), self.folder, symlinks=True)
            return self.new_pc()
        pc, joining = self.new_pc(), begin_joining(self.invite(*desks))
        joining.finish(self.answer(joining), pc.config, find_nothing)
        return pc

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path / "town")


@cache
def a_town_that_has_joined() -> Path:
    """Made once: two guesses at a code cost their tenths of a second on purpose."""
    town = Town(Path(mkdtemp()) / "town")
    atexit.register(shutil.rmtree, town.folder.parent)
    town.folder.mkdir()
    town.join("lobby-1")
    return town.folder
