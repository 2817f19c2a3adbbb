"""A small catalogue on disk, for tests that make mistakes in it."""

from pathlib import Path

from forms.mistake import DataMistake, Mistake

ITEMS = """
[colour]
kind = "choice"
ask = "好きな色"
reuse = false
choices = [ { code = "red", ask = "赤" }, { code = "blue", ask = "青" } ]

[shade]
kind = "text"
ask = "どんな色合い"

[amount]
kind = "count"
ask = "いくつ"
least = 1
most = 9

[who]
kind = "people"
ask = "だれが"
most = 3
[who.fields.name]
kind = "name"
ask = "お名前"
required = true
[who.fields.born]
kind = "date"
ask = "生年月日"
past = true
"""

PROCEDURE = """
number = 9001
version = 1
title = "絵の具の申請"
short = "絵の具"
group = "その他"
desk = "絵の具係"
law = "絵の具条例第1条"

[[page]]
id = "paint"
title = "絵の具"
[[page.ask]]
item = "colour"
[[page.ask]]
item = "shade"
when = { colour = "red" }
[[page.ask]]
item = "amount"
[[page.ask]]
item = "who"
required = false
"""

SAMPLE = """
colour = "blue"
amount = 2
"""


def town_folder(at: Path, procedure: str = PROCEDURE, items: str = ITEMS, sample: str = SAMPLE) -> Path:
    """A town's `catalogue/` with one procedure `paint` of its own."""
    folder = at / "catalogue"
    samples = folder / "paint" / "samples"
    samples.mkdir(parents=True)
    (folder / "items").mkdir()
    (folder / "items" / "90_paint.toml").write_text(items, encoding="utf-8")
    (folder / "paint" / "procedure.toml").write_text(procedure, encoding="utf-8")
    for name in ("shortest", "typical", "longest"):
        (samples / f"{name}.toml").write_text(sample, encoding="utf-8")
    return folder


def mistake_in(error: DataMistake) -> Mistake:
    return error.mistake
