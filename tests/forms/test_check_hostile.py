"""Whatever a clerk does to a data file, the check answers with mistakes and never falls over."""

import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.mistake import DataMistake
from forms.procedures import SHIPPED, shipped_catalogue
from forms.reading import read_procedure
from forms.samplecheck import sample_mistakes
from forms.vocabulary import SHIPPED as SHIPPED_ITEMS
from forms.vocabulary import read_vocabulary

TODAY = date(2026, 4, 1)
FOLDERS = sorted(file.parent for file in SHIPPED.glob("*/procedure.toml"))
ITEM_FILES = sorted(SHIPPED_ITEMS.glob("*.toml"))
VALUES = st.sampled_from(
    [
        "1",
        "-1",
        '""',
        '"x"',
        "true",
        "[]",
        "{}",
        '["x"]',
        "[{}]",
        "1.5",
        "2026-04-01",
        '"applicant.name"',
        '"self"',
        "[1, [2]]",
    ]
)


@st.composite
def spoiled(draw: st.DrawFn, text: str) -> str:
    """The text with a few lines lost, doubled, swapped or given another value."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["lose", "double", "swap", "value", "value", "value"])):
            case "lose" if len(lines) > 1:
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], lines[place]
            case _ if "=" in lines[place]:
                lines[place] = f"{lines[place].split('=')[0]}= {draw(VALUES)}"
            case _:
                pass
    return "\n".join(lines) + "\n"


@settings(max_examples=300, deadline=None)
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


@settings(max_examples=150, deadline=None)
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


@settings(max_examples=150, deadline=None)
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
