"""`kiosk forms …`: the catalogue for people who edit it.

What draws sheets (ReportLab, pikepdf) is imported where it is used: listing and showing need none of it.
"""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from forms import Ask, Condition, Item, Page, Procedure, application_to_json, collect, procedures, samples
from kiosk.cli import failure, shared
from kiosk.cli.main import Later, LazyGroup
from kiosk.office import Office, today
from kiosk.overlay import Change, State, changes


@click.group(cls=LazyGroup)
def forms() -> None:
    """Procedures of the catalogue."""


forms.add_command(Later("trace", "kiosk.cli.trace", "Open a page to drag boxes over TEMPLATE.pdf."))


@forms.command("list")
@shared.CONFIG
def list_procedures(own_config: Path | None) -> None:
    """All procedures, one a line."""
    for procedure in shared.office_of(own_config).catalogue.current.values():
        click.echo(f"{procedure.id}\t{procedure.version}\t{procedure.title}")


@forms.command()
@click.argument("id")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@shared.CONFIG
def show(id: str, as_json: bool, own_config: Path | None) -> None:
    """Show what a procedure asks: items with kind, condition, choices."""
    office = shared.office_of(own_config)
    procedure = _procedure(office, id)
    if as_json:
        click.echo(json.dumps(_described(procedure), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_described_lines(procedure)))


@forms.command()
@click.argument("id")
@click.argument("name")
@shared.CONFIG
def sample(id: str, name: str, own_config: Path | None) -> None:
    """Show a sample's answers as A.json (docs/exchange.md)."""
    procedure = _procedure(shared.office_of(own_config), id)
    application = samples.read_sample(procedure, name)
    click.echo(json.dumps(application_to_json(application, today()), ensure_ascii=False, indent=2))


@forms.command()
@click.argument("id")
@click.option("--sample", "name", default="typical", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@shared.CONFIG
def preview(id: str, name: str, out: Path, own_config: Path | None) -> None:
    """Draw the printed sheet of a sample as PDF."""
    from kiosk.cli.print import write_pdf
    from kiosk.stacks import draw_sheets

    office = shared.office_of(own_config)
    application = samples.read_sample(_procedure(office, id), name)
    write_pdf(draw_sheets(application, office), out)


@forms.command("try")
@click.argument("kind")
@click.argument("text")
def try_kind(kind: str, text: str) -> None:
    """Print as JSON what becomes of a TEXT typed for a KIND of question; exit 1 if it is refused."""
    from forms.kinds import KINDS
    from kiosk.cli.trial import triable, tried

    if kind not in triable():
        failure.stop("unknown_kind", f"「{kind}」はためせません。ためせる種類: {'、'.join(triable())}")
    found = tried(KINDS[kind], text)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    if "refused" in found:
        raise click.exceptions.Exit(1)


@forms.command()
@shared.CONFIG
def check(own_config: Path | None) -> None:
    """Every mistake in the catalogue and in what practice is made of, with file, line, key and remedy.

    Also names the town's changes under which what is shipped has changed, and shows how.
    """
    from kiosk.formscheck import check_forms
    from kiosk.scenario import scenarios_of

    office = shared.office_of(own_config)
    folder = office.settings.folder
    mistakes = list(check_forms(folder))
    if not mistakes:
        collect(mistakes, partial(scenarios_of, office))
    for change in changes(folder):
        if change.state is not State.CURRENT:
            click.echo(_told(change), err=True)
    for mistake in mistakes:
        click.echo(str(mistake), err=True)
    if mistakes:
        failure.stop("forms_mistaken", f"{len(mistakes)}か所の誤りがあります。上の行を直してください。")
    click.echo("誤りはありません。")


def _told(change: Change) -> str:
    if change.state is State.UNKNOWN:
        return (
            f"お知らせ: 町の {change.name} は、はじめから入っているものに代わって使われます。"
            "kiosk town keep で、いまの中身を控えてください。次に新しくなったとき、違うところをお見せします。"
        )
    return (
        f"お知らせ: 町の {change.name} のもとになったものが、新しくなりました。違うところは次のとおりです。"
        f"町のものを見直したら、kiosk town keep で控えてください。\n{change.difference()}\n"
    )


@forms.command()
@click.argument("id")
@shared.CONFIG
def new(id: str, own_config: Path | None) -> None:
    """Make a folder to start from, with procedure, sheet and samples, under the town's catalogue."""
    from kiosk.sheetdraft import draft_sheet
    from kiosk.stacks import SHEET_FILE

    office = shared.office_of(own_config)
    town = office.settings.folder / "catalogue"
    shipped = procedures.shipped_catalogue().get(id)
    file = samples.new_procedure(town, id, {number for number, _ in office.catalogue.versions}, shipped)
    catalogue = procedures.read_catalogue(town)
    sheet = draft_sheet(catalogue.current[id], catalogue.vocabulary)
    (file.parent / SHEET_FILE).write_text(sheet, encoding="utf-8")
    click.echo(f"{file.parent} を作りました。ファイルを直して、kiosk forms check で確かめてください。")
    if shipped is not None:
        click.echo(
            f"はじめから入っている「{shipped.title}」の代わりに使われます。やめるときは、このフォルダーを消してください。"
        )


@forms.command()
@click.argument("id")
@shared.CONFIG
def draft(id: str, own_config: Path | None) -> None:
    """Show a sheet for the procedure as its sheet.toml could begin."""
    from kiosk.sheetdraft import draft_sheet

    office = shared.office_of(own_config)
    click.echo(draft_sheet(_procedure(office, id), office.catalogue.vocabulary), nl=False)


@forms.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.argument("ids", nargs=-1)
@shared.CONFIG
def doc(out: Path, ids: tuple[str, ...], own_config: Path | None) -> None:
    """One HTML page a procedure, for the office in charge to review."""
    from kiosk.formsdoc import write_pages

    office = shared.office_of(own_config)
    procedures = [_procedure(office, id) for id in ids] or list(office.catalogue.current.values())
    for file in write_pages(procedures, office, out):
        click.echo(str(file))


@forms.command()
@click.option("--shipped", is_flag=True, help="The procedures that come with the program, before a release.")
@shared.CONFIG
def publish(shipped: bool, own_config: Path | None) -> None:
    """Note the town's own procedures as published: from now on a change needs a new version."""
    town = shared.office_of(own_config).settings.folder / "catalogue"
    folder, catalogue = (
        (procedures.SHIPPED, procedures.read_catalogue()) if shipped else (town, procedures.read_catalogue(town))
    )
    own = [each for each in catalogue.versions.values() if folder in each.folder.parents]
    if not own:
        failure.stop(
            "nothing_to_publish", "config/catalogue に手続がありません。kiosk forms new で作ってください。"
        )
    (folder / procedures.PUBLISHED_FILE).write_text(
        procedures.published_toml(own, catalogue.vocabulary), encoding="utf-8"
    )
    click.echo(f"{len(own)}件の手続を公開済みにしました。")


@forms.command("table")
@shared.CONFIG
def table_of_procedures(own_config: Path | None) -> None:
    """All procedures with their law, as Markdown."""
    from kiosk.formsdoc import procedures_markdown

    click.echo(procedures_markdown(shared.office_of(own_config).catalogue), nl=False)


def _procedure(office: Office, id: str) -> Procedure:
    found = office.catalogue.get(id)
    if found is None:
        failure.stop("unknown_procedure", f"「{id}」という手続はありません。kiosk forms list で確かめてください。")
    return found


def _described(procedure: Procedure) -> dict[str, object]:
    """Its items in the order they are asked: kind, condition, choices, fields."""
    return {
        "id": procedure.id,
        "number": procedure.number,
        "version": procedure.version,
        "title": procedure.title,
        "desk": procedure.desk,
        "law": procedure.law,
        "items": [_ask(ask, page) for page in procedure.pages for ask in page.asks],
    }


def _described_lines(procedure: Procedure) -> Iterator[str]:
    yield f"{procedure.title}（{procedure.id} 第{procedure.version}版） {procedure.desk}"
    yield f"根拠: {procedure.law}"
    for page in procedure.pages:
        yield f"\n■ {page.title}{_when_words(page.when)}"
        for ask in page.asks:
            need = "必須" if ask.required else "任意"
            yield f"  {ask.item.name}  [{ask.item.kind.name}・{need}]  {ask.question}{_when_words(ask.when)}"
            yield from (f"      {choice.code}: {choice.ask}" for choice in ask.offered)
            yield from (f"      - {field.name} [{field.kind.name}] {field.ask}" for field in ask.item.fields)


def _ask(ask: Ask, page: Page) -> dict[str, object]:
    """`condition` is the question's own, `page_condition` that of its page; both must hold."""
    data = _item(ask.item)
    data |= {"page": page.id, "required": ask.required, "ask": ask.question}
    data |= {"condition": _condition_data(ask.when), "page_condition": _condition_data(page.when)}
    if ask.offered:
        data["choices"] = [{"code": choice.code, "label": choice.label} for choice in ask.offered]
    return data


def _item(item: Item) -> dict[str, object]:
    data: dict[str, object] = {
        "item": item.name,
        "kind": item.kind.name,
        "label": item.label,
        "reuse": item.reuse,
        "overrulable": item.overrulable,
    }
    if item.fields:
        data["fields"] = [_item(field) for field in item.fields]
    if item.choices:
        data["choices"] = [{"code": choice.code, "label": choice.label} for choice in item.choices]
    return data


def _condition_data(condition: Condition) -> list[dict[str, dict[str, list[object]]]]:
    """One table of item → operator → operands for each alternative; an empty list always holds."""
    alternatives: list[dict[str, dict[str, list[object]]]] = []
    for tests in condition.alternatives:
        table: dict[str, dict[str, list[object]]] = {}
        for test in tests:
            table.setdefault(test.item, {})[test.operator.value] = list(test.operands)
        alternatives.append(table)
    return alternatives


def _when_words(condition: Condition) -> str:
    alternatives = [
        " かつ ".join(f"{test.item} {test.operator.value} {'/'.join(map(str, test.operands))}" for test in tests)
        for tests in condition.alternatives
    ]
    return f"  （{' または '.join(alternatives)} のとき）" if alternatives else ""
