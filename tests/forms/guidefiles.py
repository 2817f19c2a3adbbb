"""A small event of a guide on disk, for tests that make mistakes in it."""

from datetime import date
from pathlib import Path

from forms import read_catalogue
from forms.guide import check_guide
from forms.mistake import Mistake
from tests.forms.datafiles import town_folder

TODAY = date(2026, 4, 1)

EVENT = """
title = "色をぬりたい"

[[question]]
item = "colour"

[[question]]
id = "wall"
kind = "yes_no"
ask = "壁をぬりますか"

[[question]]
id = "rooms"
kind = "count"
ask = "部屋の数"
least = 1
most = 9
required = false

[[step]]
procedure = "paint"
order = 10
deadline = { days = 14, since = "ぬった日" }
[[step.row]]
when = { wall = true }
why = "壁をぬるには申請が要ります。"
prefill = { amount = 3 }
[[step.row]]
when = { wall = false }
need = "none"

[[step]]
title = "はしごを借りる"
desk = "隣の家"
order = 20
[[step.row]]
when = { rooms = { at_least = 3 } }
why = "部屋が多いときは、はしごが要ります。"
[[step.row]]
when = [{ rooms = { at_most = 2 } }, { rooms = { answered = false } }]
need = "none"
"""


def guide_folder(at: Path, event: str = EVENT) -> Path:
    """A `guide/` with the one event `colours`, beside a catalogue with the procedure `paint`."""
    town_folder(at)
    folder = at / "guide"
    folder.mkdir()
    (folder / "colours.toml").write_text(event, encoding="utf-8")
    return folder


def mistakes_in(at: Path, event: str) -> list[Mistake]:
    folder = guide_folder(at, event)
    return list(check_guide(folder, read_catalogue(at / "catalogue"), TODAY))
