"""Whatever a clerk does to a data file, the check answers with mistakes and never falls over."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, strategies as st

from forms.guide.check import event_mistakes
from forms.guide.eventfile import read_event
from forms.mistake import DataMistake
from forms.procedurefile import read_procedure
from forms.procedures import SHIPPED, shipped_catalogue
from forms.samples import sample_mistakes
from forms.vocabulary import SHIPPED as SHIPPED_ITEMS, read_vocabulary
from tests.spoiling import spoiled

TODAY = date(2026, 4, 1)
FOLDERS = sorted(file.parent for file in SHIPPED.glob("*/procedure.toml"))
ITEM_FILES = sorted(SHIPPED_ITEMS.glob("*.toml"))
VOCABULARY = shipped_catalogue().vocabulary
EVENTS = sorted((Path(__file__).parents[2] / "kiosk" / "shipped" / "guide").glob("*.toml"))
READERS: list[tuple[Path, Callable[[Path], object]]] = [
    *((folder / "procedure.toml", lambda file: read_procedure(file.parent, VOCABULARY)) for folder in FOLDERS),
    *((file, lambda file: read_vocabulary(file.parent, VOCABULARY)) for file in ITEM_FILES),
    *((file, lambda file: read_event(file, shipped_catalogue())) for file in EVENTS),
]


@given(st.data())
def test_a_spoiled_procedure_is_read_or_its_mistakes_are_named(data: st.DataObject) -> None:
    shipped = data.draw(st.sampled_from(FOLDERS))
    text = data.draw(spoiled((shipped / "procedure.toml").read_text(encoding="utf-8")))
    with TemporaryDirectory() as folder:
        copy = Path(folder) / shipped.name
        shutil.copytree(shipped, copy)
        (copy / "procedure.toml").write_text(text, encoding="utf-8")
        try:
            procedure = read_procedure(copy, shipped_catalogue().vocabulary)
        except DataMistake as found:
            assert all(str(mistake) for mistake in found.mistakes)  # noqa: PT017 - either outcome is right
            return
        assert all(str(mistake) for mistake in sample_mistakes(procedure, TODAY))


@given(st.data())
def test_a_stray_key_is_told_with_its_own_line(data: st.DataObject) -> None:
    shipped, read = data.draw(st.sampled_from(READERS))
    lines = shipped.read_text(encoding="utf-8").splitlines()
    headers = [number for number, line in enumerate(lines, start=1) if re.match(r" *\[", line)]
    line = data.draw(st.sampled_from(headers)) + 1
    lines.insert(line - 1, "stray_key = 1")
    with TemporaryDirectory() as folder:
        file = Path(folder) / shipped.name
        file.write_text("\n".join(lines), encoding="utf-8")
        with pytest.raises(DataMistake) as caught:
            read(file)
    assert {mistake.line for mistake in caught.value.mistakes if "stray_key" in str(mistake)} == {line}


@given(st.data())
def test_a_spoiled_sample_is_read_or_its_mistakes_are_named(data: st.DataObject) -> None:
    shipped = data.draw(st.sampled_from(FOLDERS))
    text = data.draw(spoiled((shipped / "samples" / "longest.toml").read_text(encoding="utf-8")))
    with TemporaryDirectory() as folder:
        copy = Path(folder) / shipped.name
        shutil.copytree(shipped, copy)
        (copy / "samples" / "longest.toml").write_text(text, encoding="utf-8")
        procedure = read_procedure(copy, shipped_catalogue().vocabulary)
        assert all(str(mistake) for mistake in sample_mistakes(procedure, TODAY))


@given(st.data())
def test_a_spoiled_vocabulary_is_read_or_its_mistakes_are_named(data: st.DataObject) -> None:
    shipped = data.draw(st.sampled_from(ITEM_FILES))
    text = data.draw(spoiled(shipped.read_text(encoding="utf-8")))
    with TemporaryDirectory() as folder:
        (Path(folder) / shipped.name).write_text(text, encoding="utf-8")
        try:
            read_vocabulary(Path(folder), shipped_catalogue().vocabulary)
        except DataMistake as found:
            assert all(str(mistake) for mistake in found.mistakes)  # noqa: PT017 - either outcome is right


@given(st.data())
def test_a_spoiled_event_of_the_guide_is_read_or_its_mistakes_are_named(data: st.DataObject) -> None:
    shipped = data.draw(st.sampled_from(EVENTS))
    text = data.draw(spoiled(shipped.read_text(encoding="utf-8")))
    with TemporaryDirectory() as folder:
        file = Path(folder) / shipped.name
        file.write_text(text, encoding="utf-8")
        try:
            event = read_event(file, shipped_catalogue())
        except DataMistake as found:
            assert all(str(mistake) for mistake in found.mistakes)  # noqa: PT017 - either outcome is right
            return
        assert all(str(mistake) for mistake in event_mistakes(event, TODAY))
