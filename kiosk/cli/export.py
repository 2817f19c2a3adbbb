"""`kiosk export`: the codes of signed papers become CSV or JSON for other systems."""

import logging
import sys
from pathlib import Path

import click

from forms.ticket import Keyring, keyfiles
from kiosk.backoffice import BackOfficeError, Encoding, PrintedForm, find_codes, open_code, split_codes, writing
from kiosk.cli import failure, shared
from kiosk.logs import event
from kiosk.office import Office
from kiosk.store.audit import AuditEvent, record

FILES = click.Path(path_type=Path, dir_okay=False)
LARGEST_SCAN = 200_000_000

_log = logging.getLogger("kiosk.export")


@click.command()
@click.option(
    "--image", "--scan", "scans", multiple=True, type=FILES, help="PNG, JPEG, TIFF or PDF with codes on it."
)
@click.option("--text", "texts", multiple=True, help="Text file with one code a line, or - for standard input.")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option(
    "--encoding", type=click.Choice(["utf-8", "utf-8-bom", "shift_jis"]), default="utf-8", show_default=True
)
@click.option("--out", type=FILES, help="Write here; without it, to standard output.")
@click.option("--words", is_flag=True, help="CSV: official wording instead of codes and ISO dates.")
@click.option(
    "--no-guard", is_flag=True, help="CSV for programs only: no ' before what Excel would take for a formula."
)
@click.option(
    "--fold-signs", is_flag=True, help="Shift_JIS: write − 〜 ‖ — as the same signs of Windows, and name each."
)
@click.option("--skip", is_flag=True, help="Leave out papers that cannot be read or written, and go on.")
@shared.CONFIG
def export(
    scans: tuple[Path, ...],
    texts: tuple[str, ...],
    form: str,
    encoding: str,
    out: Path | None,
    words: bool,
    no_guard: bool,
    fold_signs: bool,
    skip: bool,
    own_config: Path | None,
) -> None:
    """Open the codes of printed sheets with the office's key and write them as CSV or JSON."""
    if not scans and not texts:
        failure.stop("usage", "--image、--scan、--text のどれかを付けてください。")
    office = shared.office_of(own_config)
    chosen = Encoding(encoding)
    opened = _opened(_codes(scans, texts, skip=skip), office, skip=skip)
    forms = _fitting(opened, chosen, words and form == "csv", fold=fold_signs, skip=skip)
    if not forms:
        failure.stop("nothing_to_export", "出力できる様式がありません。")
    content = (
        writing.to_json(forms, chosen)
        if form == "json"
        else writing.to_csv(forms, chosen, in_words=words, guard=not no_guard)
    )
    _note(office, len(forms))
    _write(content, out)
    event(_log, "papers_exported", count=len(forms))


def _note(office: Office, count: int) -> None:
    """Into the audit log of this PC, first: what cannot be recorded is not written either. Raises StoreError."""
    with shared.desk_database(office) as store:
        record(store, AuditEvent.ANSWERS_EXPORTED, details={"count": count})


def _codes(scans: tuple[Path, ...], texts: tuple[str, ...], *, skip: bool) -> list[str]:

    found: list[str] = []
    for file in scans:
        try:
            found += find_codes(_content(file), file.name)
        except BackOfficeError as error:
            _refused(error.reason.value, str(error), skip=skip)
    for name in texts:
        found += split_codes(shared.read_input(name))
    return list(dict.fromkeys(found))


def _content(file: Path) -> bytes:
    if file.stat().st_size > LARGEST_SCAN:
        failure.stop("too_large", f"「{file.name}」は大きすぎます。いくつかに分けてください。")
    return file.read_bytes()


def _opened(codes: list[str], office: Office, *, skip: bool) -> list[PrintedForm]:

    keyring, forms = _keyring(office), []
    for number, code in enumerate(codes, start=1):
        try:
            forms.append(open_code(code, office.settings.town.code, keyring, office.catalogue))
        except BackOfficeError as error:
            _refused(error.reason.value, f"{number}件目: {error}", skip=skip)
    return forms


def _keyring(office: Office) -> Keyring | None:
    """Without a key folder, codes with the receipt alone can still be read."""
    folder = office.settings.paper.key_folder
    return keyfiles.read_keyring(folder, office.settings.town.code) if folder.is_dir() else None


def _fitting(
    forms: list[PrintedForm], encoding: Encoding, words: bool, *, fold: bool, skip: bool
) -> list[PrintedForm]:
    """Without the forms that have a character the encoding lacks. Each one is told, and each that is folded."""
    kept = []
    for form in forms:
        found = writing.find_misfits(form, encoding, in_words=words)
        for misfit in found:
            is_folded = fold and misfit.folded
            told = (
                f"folded: {misfit.sentence} → U+{ord(misfit.folded):04X}"
                if is_folded
                else f"not_encodable: {misfit.sentence}"
            )
            click.echo(told, err=True)
        if all(fold and misfit.folded for misfit in found):
            kept.append(form)
    if len(kept) < len(forms) and not skip:
        missing = (
            f"{len(forms) - len(kept)}件に、{encoding.value}で表せない文字があります。何も書き出していません。"
        )
        ways = (
            "--encoding utf-8 にするか、−や〜だけなら --fold-signs を付けるか、--skip でその様式を除いてください。"
        )
        failure.stop("not_encodable", f"{missing}{ways}")
    return kept


def _refused(code: str, sentence: str, *, skip: bool) -> None:
    if not skip:
        failure.stop(code, sentence)
    click.echo(f"{code}: {sentence}", err=True)


def _write(content: bytes, out: Path | None) -> None:
    """Personal data: nobody else may read the file."""
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    shared.write_for_owner(out, content)
