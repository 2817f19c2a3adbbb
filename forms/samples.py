"""The sample answers of a procedure: read, checked, and begun for a new one.

A sample calls people of `catalogue/residents.toml` by name and says only what is different about them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from forms import answers, checking, exchange, procedurefile, tomlfile, vocabulary
from forms.application import Application
from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.person import ALONE, FACT, FAMILY, ROW_FACTS, ROW_ID, SHARED_HOME
from forms.procedure import Procedure

RESIDENTS_FILE = Path(__file__).parent / "catalogue" / "residents.toml"
SHARED = (*SHARED_HOME, "phone")
"""What a household states once for all of its people."""


@dataclass(frozen=True, slots=True)
class Resident:
    """One fictitious person, with what the household shares among the facts."""

    id: str
    """Household and person, `takasaki.kenichi`."""
    facts: Mapping[str, str]

    @property
    def row(self) -> dict[str, str]:
        """The facts that are asked of everybody in a household together."""
        return {fact: value for fact, value in self.facts.items() if fact in ROW_FACTS}


@cache
def residents(file: Path = RESIDENTS_FILE) -> Mapping[str, Resident]:
    """Return everybody by household and name. Raise DataMistake with whatever no question would take."""
    root, found = tomlfile.read_toml(file), dict[str, Resident]()
    for household in root.keys():  # noqa: SIM118 - a Table is no mapping
        table = root.table(household)
        shared = {fact: _fact(table, fact) for fact in SHARED if table.has(fact)}
        for name in (key for key in table.keys() if table.is_table(key)):  # noqa: SIM118
            person = table.table(name)
            facts = {fact: _fact(person, fact) for fact in person.keys()}  # noqa: SIM118
            found[f"{household}.{name}"] = Resident(f"{household}.{name}", shared | facts)
        table.finish()
    root.finish()
    return found


def _fact(table: tomlfile.Table, fact: str) -> str:
    value, item = table.text(fact), vocabulary.shipped_vocabulary().get(FACT + fact)
    if item is None:
        table.note(MistakeKind.UNKNOWN_ITEM, fact, fact)
    elif not checking.is_legal(item, value):
        table.note(MistakeKind.BAD_SAMPLE, fact, f"{fact}: {value}")
    return value


FOLDER = "samples"


def sample_names(procedure: Procedure) -> tuple[str, ...]:
    """Return the names of the procedure's samples."""
    return tuple(sorted(file.stem for file in (procedure.folder / FOLDER).glob("*.toml")))


def read_sample(procedure: Procedure, name: str) -> Application:
    """Return the application of `samples/<name>.toml`, whose keys are item names. Raise DataMistake."""
    return sample_of(procedure, sample_table(procedure, name))


ReadSample = Callable[[Procedure, str], Application]
"""As `read_sample` reads the sample of this name."""


def read_once() -> ReadSample:
    """Return a `read_sample` that keeps what it has read, for checks that look at the same samples one after the other."""
    known: dict[Path, Application] = {}

    def read(procedure: Procedure, name: str) -> Application:
        place = procedure.folder / name
        if place not in known:
            known[place] = read_sample(procedure, name)
        return known[place]

    return read


def sample_of(procedure: Procedure, table: tomlfile.Table) -> Application:
    """Return the application that a table states as a sample does. Raise DataMistake."""
    stated = {key: table.raw(key) for key in table.keys()}  # noqa: SIM118
    called = {key: _resident(table, key, raw) for key, raw in stated.items() if key in ALONE}
    people = {f"{id}.{fact}": value for id, who in called.items() for fact, value in who.facts.items()}
    family = [_row(table, row) for row in _rows(stated.get(FAMILY))]
    given = people | {key: raw for key, raw in stated.items() if key not in ALONE}
    try:
        application = exchange.application_of(
            (procedure,), given | ({FAMILY: [row for row, _ in family]} if family else {})
        )
    except exchange.ExchangeError as error:
        table.refuse(MistakeKind.BAD_SAMPLE, error.detail, error.sentence.rstrip("。"))
    taken = {key for key in people if key not in stated}
    return replace(application, answers=_without_idle(application, taken, [own for _, own in family]))


WRITTEN = date(2026, 11, 30)
"""The day on which the samples were written: what is asked of their people is what was asked then."""
WHO = "who"


def _rows(raw: object) -> list[Mapping[str, object]]:
    return [row for row in raw if isinstance(row, Mapping)] if isinstance(raw, list) else []


def _resident(table: tomlfile.Table, key: str, raw: object) -> Resident:
    found = residents().get(str(raw))
    if found is None:
        table.refuse(MistakeKind.BAD_SAMPLE, key, f"{raw} という見本の住民はいません")
    return found


def _row(table: tomlfile.Table, row: Mapping[str, object]) -> tuple[dict[str, object], frozenset[str]]:
    """The row with what is known of the resident it calls, and what it takes from there alone."""
    if WHO not in row:
        return dict(row), frozenset()
    known = _resident(table, FAMILY, row[WHO]).row
    return {**known, **{fact: value for fact, value in row.items() if fact != WHO}}, frozenset(
        known.keys() - row.keys()
    )


def _without_idle(application: Application, taken: set[str], of_rows: list[frozenset[str]]) -> answers.Answers:
    """Return the answers without what only the residents' list says and nobody is asked."""
    shown = application.journey(WRITTEN).relevant
    kept = {key: value for key, value in application.answers.items() if key not in taken or key in shown}
    asked = {str(row.get(ROW_ID)): row for row in answers.rows_of(shown.get(FAMILY))}
    rows = zip(answers.rows_of(kept.get(FAMILY)), of_rows, strict=True) if any(of_rows) else ()
    family: answers.Value = tuple(_narrow(row, own, asked.get(str(row.get(ROW_ID)), {})) for row, own in rows)
    return {**kept, FAMILY: family} if family else kept


def _narrow(row: answers.Row, own: frozenset[str], asked: answers.Row) -> answers.Row:
    return {fact: value for fact, value in row.items() if fact not in own or fact in asked}


def sample_table(procedure: Procedure, name: str) -> tomlfile.Table:
    """Return the sample as it is written. Raise DataMistake if it cannot be read."""
    return tomlfile.read_toml(procedure.folder / FOLDER / f"{Path(name).name}.toml")


REQUIRED = ("shortest", "typical", "longest")
"""Every procedure shows these three cases."""


def sample_mistakes(procedure: Procedure, today: date, read: ReadSample = read_sample) -> Iterator[Mistake]:
    """Missing samples, and every mistake in those that are there."""
    names = sample_names(procedure)
    for name in REQUIRED:
        if name not in names:
            file = procedure.folder / FOLDER / f"{name}.toml"
            yield Mistake(MistakeKind.BAD_SAMPLE, file, 1, "", f"{name}.toml がありません")
    for name in names:
        yield from _mistakes_in(procedure, name, today, read)


def _mistakes_in(procedure: Procedure, name: str, today: date, read: ReadSample) -> Iterator[Mistake]:
    try:
        application = read(procedure, name)
    except DataMistake as error:
        yield from error.mistakes
        return
    yield from _incomplete(application, sample_table(procedure, name), today)


def _incomplete(application: Application, table: tomlfile.Table, today: date) -> Iterator[Mistake]:
    journey = application.journey(today)
    for problem in checking.problems_of(journey):
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
    file = folder / procedurefile.PROCEDURE_FILE
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
who = ["self", "letter"]  # だれが来られるか: self / head / household / letter / token / legal / free

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
title = "必要な書類"

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
you = "yoshida.hanako"  # forms/catalogue/residents.toml の人
"""
