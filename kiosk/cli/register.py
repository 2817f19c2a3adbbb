"""`kiosk register …`: the dated copy of the town's resident register. Nothing printed here is about a person."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from kiosk import staff, tickets
from kiosk.cli.shared import CONFIG, desk_database, office_of
from kiosk.office import Office, today
from kiosk.register import importing, limits, protection, refusal
from kiosk.register.generation import Book, Generation, GenerationState, forget as forget_all, read_generations
from kiosk.register.layout import Layout, read_layout, town_layout
from kiosk.register.sample import write_sample
from kiosk.store import Store
from kiosk.store.audit import read_all

FILE = click.argument("file", type=click.Path(path_type=Path, readable=False))
MAP = click.option(
    "--map",
    "own_map",
    type=click.Path(path_type=Path, readable=False),
    help="How the columns are read, over what is shipped (default: register.toml of the config folder).",
)
PROTECTED = click.option("--protected", is_flag=True, help="The file is that of protected persons (支援措置).")
STATES = {
    GenerationState.ACTIVE: "使用中",
    GenerationState.OLD: "1つ前",
    GenerationState.LOADING: "取り込み中か、途中で止まったもの",
}
BOOKS = {Book.RESIDENTS: "住民", Book.PROTECTED: "支援措置"}


@click.group()
def register() -> None:
    """Look after the register (住民台帳), a sealed copy."""


@register.command()
@FILE
@MAP
@PROTECTED
@CONFIG
def check(file: Path, own_map: Path | None, protected: bool, own_config: Path | None) -> None:
    """Say what a file holds and what is wrong with it; nothing is stored and no name is shown."""
    office = office_of(own_config)
    layout = _layout(office, own_map)
    if protected:
        found = sum(1 for _ in protection.read_protected(file, layout.protected))
        click.echo(f"支援措置の対象者 {found}人。この読み方で取り込めます。")
        return
    report = importing.check_file(file, layout, office.catalogue, _progress())
    _tell(report)
    click.echo(f"捨てる列 {len(report.dropped)}: {'、'.join(report.dropped)}")
    click.echo("何も保存していません。")
    if refusal := report.refusal():
        raise refusal


@register.command("import")
@FILE
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day the file was exported, 2026-04-01."
)
@MAP
@PROTECTED
@click.option("--force", is_flag=True, help="Even if it is older than what is there, or much smaller.")
@CONFIG
def import_file(
    file: Path, as_of: datetime, own_map: Path | None, protected: bool, force: bool, own_config: Path | None
) -> None:
    """Take a file over, sealed; desks go on reading the one before until the last row is in."""
    office = office_of(own_config)
    layout, keys = _layout(office, own_map), tickets.public_keys(office)
    order = importing.Order(file, as_of.date(), today(), force)
    if hasattr(os, "nice"):
        # The desks on the same machine come first.
        os.nice(15)
    with desk_database(office) as store:
        if protected:
            counts = protection.import_protected(store, order, layout.protected, keys, _progress())
            click.echo(f"支援措置の対象者 {counts.persons}人を取り込みました（{order.as_of}現在）。")
        else:
            _tell(importing.import_residents(store, order, layout, office.catalogue, keys, _progress()))
            click.echo(f"台帳を取り込みました（{order.as_of}現在）。")
        _tell_whether_open(store, layout)


@register.command()
@CONFIG
def status(own_config: Path | None) -> None:
    """Show what is there, from which day, and whether the counter can use it."""
    office = office_of(own_config)
    with desk_database(office) as store:
        for each in read_generations(store):
            click.echo(_line(each))
        _tell_whether_open(store, _layout(office, None))


@register.command()
@click.confirmation_option(prompt="台帳をすべて消去します。よろしいですか")
@CONFIG
def forget(own_config: Path | None) -> None:
    """Destroy the keys of everything imported, then delete it."""
    with desk_database(office_of(own_config)) as store:
        count = forget_all(store)
    click.echo(f"台帳を消しました（{count}世代）。データベースの控えにある分は、鍵ごと控えを消すまで残ります。")


@register.command()
@click.option("--people", type=click.IntRange(30, 5_000_000), default=20_000, help="At least so many.")
@click.option("--seed", type=int, default=1, help="The same number gives the same town.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("register-sample"),
    help="Folder to write.",
)
@CONFIG
def sample(people: int, seed: int, folder: Path, own_config: Path | None) -> None:
    """Write the files of a fictitious town: residents.csv and protected.csv."""
    made = write_sample(folder, people, seed, office_of(own_config).settings.town, today())
    click.echo(f"{made.people}人、{made.households}世帯: {made.residents} と {made.protected}（すべて架空）")


@register.command()
@CONFIG
def audit(own_config: Path | None) -> None:
    """Show what an auditor should look at: mass searches, nights, repeated misses, protected households met."""
    with desk_database(office_of(own_config)) as store:
        names = {each.id: each.full_name for each in staff.list_staff(store)}
        found = limits.find_suspicions(read_all(store))
    for each in found:
        who = names.get(each.staff_id or 0, "ロビー端末")
        click.echo(f"{each.day}\t{who}\t{limits.SIGN_WORDS[each.sign]}\t{each.count}回")
    if not found:
        click.echo("目立つ検索はありません。")


def _layout(office: Office, own_map: Path | None) -> Layout:
    return read_layout(own_map) if own_map else town_layout(office.settings.folder)


def _progress() -> Callable[[int, int], None] | None:
    """Say every tenth on the terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return None
    said = [0]

    def tell(read: int, whole: int) -> None:
        tenth = 10 * read // max(whole, 1)
        if tenth > said[0]:
            said[0] = tenth
            click.echo(f"… {tenth * 10}%", err=True)

    return tell


def _tell(report: importing.Report) -> None:
    click.echo(
        f"全部で{report.rows}行。"
        f"住民 {report.persons}人（うち転出・死亡・消除 {report.former}人）、{report.households}世帯。"
        f"読まない古い行 {report.history}、受け取れない行 {report.refused}、だれにも見せない人 {report.closed}"
    )
    for kind, count in report.troubles.most_common():
        first, *others = report.examples[kind]
        where = f" {first.place}列目（{first.column}）" if first.place else ""
        lines = "、".join(str(each.line) for each in (first, *others))
        more = "ほか" if count > len(report.examples[kind]) else ""
        after = "この行は受け取りません" if kind.refuses else "行は受け取ります"
        click.echo(f"  {lines}行目{more}{where}: {refusal.SENTENCES[kind]}（{count}件、{after}）")


def _line(each: Generation) -> str:
    counts = each.counts
    if each.book is Book.PROTECTED:
        numbers = f"{counts.persons}人（ひと月のうちに期間が終わるか、終わった人 {counts.ending}人）"
    else:
        numbers = f"{counts.persons}人 {counts.households}世帯 受け取れなかった行 {counts.refused}"
    return f"{BOOKS[each.book]}\t{STATES[each.state]}\t{each.as_of}現在\t{numbers}"


def _tell_whether_open(store: Store, layout: Layout) -> None:
    active = {each.book: each for each in read_generations(store) if each.state is GenerationState.ACTIVE}
    if not layout.use.is_on:
        click.echo("窓口では使いません（register.toml の [use] on = false）。")
    elif protection.is_current(active.get(Book.RESIDENTS), active.get(Book.PROTECTED)):
        click.echo("窓口で使えます。")
    elif Book.RESIDENTS not in active:
        click.echo("窓口では使えません。台帳がまだありません。")
    else:
        click.echo("窓口では使えません。台帳と同じ日か、より新しい支援措置のファイルを取り込んでください。")
