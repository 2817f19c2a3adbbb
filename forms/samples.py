"""The sample answers of a procedure: read, checked, and begun for a new one."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from forms.application import Application
from forms.checking import problems_of
from forms.exchange import ExchangeError, application_of
from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.procedure import Procedure
from forms.procedurefile import PROCEDURE_FILE
from forms.tomlfile import Table, read_toml

FOLDER = "samples"


def sample_names(procedure: Procedure) -> tuple[str, ...]:
    """Return the names of the procedure's samples."""
    return tuple(sorted(file.stem for file in (procedure.folder / FOLDER).glob("*.toml")))


def read_sample(procedure: Procedure, name: str) -> Application:
    """Return the application of `samples/<name>.toml`, whose keys are item names. Raise DataMistake."""
    table = sample_table(procedure, name)
    try:
        return application_of((procedure,), {key: table.raw(key) for key in table.keys()})  # noqa: SIM118
    except ExchangeError as error:
        table.refuse(MistakeKind.BAD_SAMPLE, error.detail, error.sentence.rstrip("。"))


def sample_table(procedure: Procedure, name: str) -> Table:
    """Return the sample as it is written. Raise DataMistake if it cannot be read."""
    return read_toml(procedure.folder / FOLDER / f"{Path(name).name}.toml")


REQUIRED = ("shortest", "typical", "longest")
"""Every procedure shows these three cases."""


def sample_mistakes(procedure: Procedure, today: date) -> Iterator[Mistake]:
    """Missing samples, and every mistake in those that are there."""
    names = sample_names(procedure)
    for name in REQUIRED:
        if name not in names:
            file = procedure.folder / FOLDER / f"{name}.toml"
            yield Mistake(MistakeKind.BAD_SAMPLE, file, 1, "", f"{name}.toml がありません")
    for name in names:
        yield from _mistakes_in(procedure, name, today)


def _mistakes_in(procedure: Procedure, name: str, today: date) -> Iterator[Mistake]:
    try:
        application = read_sample(procedure, name)
    except DataMistake as error:
        yield from error.mistakes
        return
    yield from _incomplete(application, sample_table(procedure, name), today)


def _incomplete(application: Application, table: Table, today: date) -> Iterator[Mistake]:
    journey = application.journey(today)
    for problem in problems_of(journey):
        key = _name(problem.item)
        yield table.mistake(MistakeKind.BAD_SAMPLE, key, f"{key}: {problem}")
    shown = journey.relevant
    for key, value in application.answers.items():
        if shown.get(key) != value:
            name = _name(key)
            yield table.mistake(MistakeKind.BAD_SAMPLE, name, f"{name} は、この見本の答えでは尋ねません")


def _name(key: str) -> str:
    return key.split("@")[0]


TOWN_NUMBERS = 60_000
"""Numbers from here on are the town's own; shipped procedures stay below."""

_ID = re.compile(r"[a-z][a-z0-9_]{2,39}")


def new_procedure(town_folder: Path, id: str, numbers: set[int], instead_of: Procedure | None = None) -> Path:
    """Make `<town_folder>/<id>/` with a procedure that passes the checks; return its file.

    `numbers` are taken. `instead_of` is the shipped procedure with this id, if there is one: the new one keeps its
    number and is its next version, so that tickets filled for it stay readable. Raise DataMistake if the id is
    none or the folder is there already.
    """
    folder = town_folder / id
    if not _ID.fullmatch(id):
        allowed = "小文字の英字で始まる3文字から40文字の英数字と _"
        raise DataMistake(Mistake(MistakeKind.NOT_ALLOWED, folder, 1, "id", allowed))
    if folder.exists():
        raise DataMistake(Mistake(MistakeKind.ALREADY_THERE, folder, 1, "id", id))
    free = (number for number in range(TOWN_NUMBERS, TOWN_NUMBERS + 5_000) if number not in numbers)
    number, version = (instead_of.number, instead_of.version + 1) if instead_of else (next(free), 1)
    (folder / FOLDER).mkdir(parents=True)
    for name in REQUIRED:
        (folder / FOLDER / f"{name}.toml").write_text(_SAMPLE, encoding="utf-8")
    file = folder / PROCEDURE_FILE
    file.write_text(_PROCEDURE.format(number=number, version=version), encoding="utf-8")
    return file


_PROCEDURE = """\
# 新しい手続。上から順に直して、kiosk forms check で確かめてください。
number = {number}  # 受付コードの中の番号。ほかの手続と重ならないように。
version = {version}  # 公開したあとで質問を変えるときは、1つ上げて、元の版を old/ に残します。
title = "新しい手続の申請"
short = "新しい手続"
group = "その他"
desk = "住民課"
law = "〇〇町新しい手続条例第1条"
who = ["self", "letter"]  # だれが来られるか: self / household / letter / token / legal / free

[rules]
signature = "required"  # none / optional / required
identification = "one_or_two_points"

[[bring]]
text = "窓口に来る人の本人確認書類（マイナンバーカード、運転免許証、在留カードなど）"

[[bring]]
text = "委任状（頼んだ人が自分で書いた原本）"
when = {{ basis = "letter" }}

[role.claimant]
from = "visitor"  # 申請する人。窓口に来る人か、その人に頼んだ人です。
# ! は必ず答える事項。forms/items/10_person.toml から選びます。
facts = ["name!", "kana", "birth_date!", "address!", "phone"]

[[page]]
id = "wanted"
title = "ほしい書類"

[[page.ask]]
item = "purpose"
offer = ["work", "school", "bank", "other"]  # 選択肢のうち、この手続で出すもの
required = false

[[page.ask]]
item = "purpose.detail"
when = {{ purpose = "other" }}
"""

_SAMPLE = """\
whom = "self"
"you.name" = "𠮷田　花子"
"you.birth_date" = "1960-07-05"
"you.address" = "北海道架空郡みどり野町東一条北二丁目３番地"
"""
