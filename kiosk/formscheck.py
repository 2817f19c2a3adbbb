"""`kiosk forms check`: all data a town may edit, and every mistake in it.

That is vocabulary, procedures, samples, fees, published versions.

What needs a sheet is checked by the kiosk, which may import both forms and printing.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path

from forms import Application, DataMistake, MistakeKind, Procedure, answers, holds, kinds, person, procedures, role
from forms.fees import free_mistakes, missing_prices, read_fees
from forms.guide import check_guide
from forms.mistake import Mistake, collect
from forms.procedurefile import read_procedure
from forms.procedures import catalogue_in, catalogue_of, procedure_folders, read_items
from forms.references import role_items_of
from forms.samples import ReadSample, read_once, read_sample, sample_mistakes, sample_names, sample_table
from forms.tomlfile import Table, read_toml
from forms.vocabulary import Vocabulary
from kiosk import overlay, stacks
from kiosk.office import Office, open_office, today
from kiosk.settings.reading import FILE_NAME as TOWN_FILE
from kiosk.town.streets import read_streets
from printing import NoticeKind, PrintingError, Reason, Sheet, SheetJob, not_printed, proof, read_sheet, render


def check_data(
    town: Path | None, fees: Path | None, today: date, *only: str, read: ReadSample = read_sample
) -> tuple[Mistake, ...]:
    """Return every mistake in the shipped catalogue, the town's own folder and its fees, file by file.

    Looks at the samples of `only` these procedures, or of all.
    """
    mistakes: list[Mistake] = []
    vocabulary = collect(mistakes, lambda: read_items(town))
    if vocabulary is None:
        return tuple(mistakes)
    folders = procedure_folders(town).values()
    found = (collect(mistakes, partial(read_procedure, folder, vocabulary)) for folder in folders)
    procedures = [procedure for procedure in found if procedure]
    collect(mistakes, lambda: catalogue_in(town) if town else catalogue_of(vocabulary))
    known_fees = collect(mistakes, lambda: read_fees(overlay.SHIPPED / overlay.FEES, fees)) if fees else None
    for procedure in procedures:
        if not only or procedure.id in only:
            mistakes += sample_mistakes(procedure, today, read)
        mistakes += missing_prices(known_fees, [procedure], today) if known_fees is not None else ()
    mistakes += free_mistakes(known_fees, procedures, vocabulary) if known_fees is not None else ()
    _published(town, mistakes)
    return tuple(dict.fromkeys(mistakes))


def _published(town: Path | None, mistakes: list[Mistake]) -> None:
    """Compare the shipped procedures as shipped, whatever the town puts in their place."""
    mistakes += collect(mistakes, partial(_changed, procedures.SHIPPED, None)) or ()
    if town is not None:
        mistakes += collect(mistakes, partial(_changed, town, town)) or ()


def _changed(folder: Path, town: Path | None) -> tuple[Mistake, ...]:
    catalogue = catalogue_in(town) if town else procedures.shipped_catalogue()
    return tuple(procedures.published_mistakes(folder, catalogue.versions.values(), catalogue.vocabulary))


ROOMY = ("shortest", "typical")
"""Samples that must fit on the form itself; longer answers may go on a continuation sheet, which says so."""
DRAWN = "longest"
"""The sample that is drawn as a PDF. The others are laid out alike and their labels looked at, which tells the same:
making a PDF of each took half of the time."""
OF_THE_OFFICE = "sheet."
"""Items the office prints itself, such as the day."""


def check_forms(folder: Path, *only: str) -> tuple[Mistake, ...]:
    """Return every mistake in the shipped data and in the town's config folder.

    Looks at the samples and sheets of `only` these procedures, or of all. Raises SettingsError.
    """
    office = open_office(folder)
    town = office.settings.folder
    read = read_once()
    mistakes = list(check_data(town / "catalogue", town / overlay.FEES, today(), *only, read=read))
    try:
        catalogue = catalogue_in(town / "catalogue")
    except DataMistake:
        return tuple(mistakes)
    for procedure in catalogue.chosen(only) or catalogue.versions.values():
        mistakes += sheet_mistakes(procedure, catalogue, office, read)
    mistakes += check_guide(overlay.SHIPPED / overlay.GUIDE, catalogue, today(), town / overlay.GUIDE)
    collect(mistakes, lambda: office.fees)
    collect(mistakes, lambda: read_streets(town / "streets.toml", office.settings.town))
    collect(mistakes, lambda: office.identification)
    collect(mistakes, lambda: office.shortcuts)
    collect(mistakes, lambda: office.questions)
    collect(mistakes, lambda: office.alignment)
    mistakes += counter_mistakes(office)
    return tuple(dict.fromkeys(mistakes))


def counter_mistakes(office: Office) -> Iterator[Mistake]:
    """Yield every counter of town.toml that no procedure is taken to, most likely a slip of the pen."""
    known = sorted({each.desk for each in office.catalogue.current.values()})
    root = read_toml(office.settings.folder / TOWN_FILE)
    paper = root.table("paper")
    for place, desk in enumerate(office.settings.paper.walk):
        if desk not in known:
            yield paper.mistake(MistakeKind.NOT_ALLOWED, "walk", "、".join(known), place)
    for table, section in zip(root.tables("section"), office.settings.sections, strict=True):
        if section.name not in known:
            yield table.mistake(MistakeKind.NOT_ALLOWED, "name", "、".join(known))


def sheet_mistakes(
    procedure: Procedure, catalogue: procedures.Catalogue, office: Office, read: ReadSample = read_sample
) -> Iterator[Mistake]:
    """Yield what is wrong with the procedure's sheet, by itself and with each sample on it."""
    file = procedure.folder / stacks.SHEET_FILE
    try:
        sheet = read_sheet(file, stacks.words_of(office), procedure.id, catalogue.vocabulary)
    except DataMistake as error:
        yield from error.mistakes
        return
    except PrintingError as error:
        yield Mistake(MistakeKind.UNPRINTABLE, file, 1, "", error.sentence)
        return
    yield from _static_mistakes(procedure, sheet, read_toml(file), catalogue.vocabulary)
    as_held = cache(partial(read_sheet, file, stacks.words_of(office), procedure.id, catalogue.vocabulary))
    for name in sample_names(procedure):
        try:
            application = read(procedure, name)
        except DataMistake:
            continue
        seen = stacks.seen_answers(application, procedure)
        held = frozenset(condition for condition in sheet.conditions if holds(condition, seen, today()))
        yield from _printed_mistakes(application, name, as_held(held) if sheet.conditions else sheet, office)


def _static_mistakes(
    procedure: Procedure, sheet: Sheet, written: Table, vocabulary: Vocabulary
) -> Iterator[Mistake]:
    """Everything asked has a place, and every place is asked for."""
    shown = {item for item in sheet.items() if not item.startswith(OF_THE_OFFICE)}
    asked = {ask.item.name for ask in procedure.asks()}
    played = set(role_items_of(procedure, vocabulary))
    filled = {fill.item for fill in procedure.fills} | played
    rows = {f"{item}." for item in shown}
    for item in sorted(shown - asked - filled):
        if not any(item.startswith(row) for row in rows):
            yield Mistake(MistakeKind.NEVER_ASKED, written.file, written.line_naming(item), "item", item)
    conditions = {item for condition in sheet.conditions for item in condition.items}
    for item in sorted(conditions - asked - filled):
        yield Mistake(MistakeKind.NEVER_ASKED, written.file, written.line_naming(item), "when", item)
    missing = asked - shown - procedure.unprinted - _passed_on(procedure, shown)
    for ask in procedure.asks():
        if ask.item.name in missing:
            yield ask.origin.mistake(MistakeKind.NOT_PRINTED, "item", ask.item.name)


def _printed_mistakes(application: Application, name: str, sheet: Sheet, office: Office) -> Iterator[Mistake]:
    procedure = application.procedures[0]
    written = sample_table(procedure, name)
    job = SheetJob(sheet, stacks.values_of(application, procedure, office))
    try:
        notices = render([job]).notices if name == DRAWN else proof([job]).notices
    except PrintingError as error:
        if error.reason is Reason.LABEL_UNPRINTABLE:
            yield _unprintable_label(error, procedure, office)
        else:
            yield written.mistake(MistakeKind.DOES_NOT_FIT, "", error.sentence)
        return
    for notice in notices:
        if notice.kind is NoticeKind.CHARACTER:
            yield _mistake_in(application, written, MistakeKind.UNPRINTABLE, notice.item, notice.sentence)
        elif notice.kind is NoticeKind.CONTINUED and name in ROOMY:
            yield _mistake_in(application, written, MistakeKind.DOES_NOT_FIT, notice.item, notice.label)
    seen = stacks.seen_answers(application, procedure)
    allowed = procedure.unprinted | _passed_on(procedure, sheet.items(), seen)
    if role.Basis.FREE in procedure.who:
        allowed |= {role.BASIS}
    for item in not_printed(sheet, job.values):
        if item not in allowed and not item.endswith(f".{person.WORD}") and not _is_passed(item, allowed):
            yield _mistake_in(application, written, MistakeKind.NOT_PRINTED, item, item)


def _unprintable_label(error: PrintingError, procedure: Procedure, office: Office) -> Mistake:
    """In town.toml where the town's own words hold the character, else in the sheet."""
    town, detail = office.settings.folder / TOWN_FILE, error.values.get("detail", "")
    for key, text in stacks.words_of(office).items():
        if detail and detail in text:
            return Mistake(MistakeKind.UNPRINTABLE, town, read_toml(town).line_naming(text), key, detail)
    return Mistake(MistakeKind.UNPRINTABLE, procedure.folder / stacks.SHEET_FILE, 1, "", error.sentence)


def _passed_on(
    procedure: Procedure, shown: frozenset[str] | set[str], seen: answers.Answers | None = None
) -> set[str]:
    """What stands on the sheet as what is filled in from it (with these answers), and the fields that chose people."""
    passed: set[str] = set()
    for fill in procedure.fills:
        item = procedure.item(fill.source) if fill.source else None
        if fill.item in shown and (seen is None or holds(fill.when, seen, today())):
            passed.add(fill.source)
        if item and item.kind is kinds.PEOPLE and (fill.field or fill.item in shown):
            passed.add(fill.source)
            tested = {test.item for tests in fill.where.alternatives for test in tests}
            passed |= {f"{fill.item}.{field}" for field in tested}
    return passed


def _is_passed(item: str, allowed: set[str] | frozenset[str]) -> bool:
    """Whether a field belongs to people who are passed on as a whole."""
    return any(item.startswith(f"{people}.") for people in allowed)


def _mistake_in(application: Application, sample: Table, kind: MistakeKind, item: str, detail: str) -> Mistake:
    """At the line of the sample that answers the item: a fact of a role lies under its person."""
    name = item.partition("=")[0]
    key = application.journey(today()).key_of(name, application.procedures[0]).partition(answers.OWN)[0]
    return Mistake(kind, sample.file, sample.line_naming(key), item, detail)
