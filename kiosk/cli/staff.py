"""`kiosk staff …`: accounts for the counter. Passwords are typed or piped, never on the command line."""

import sys
from pathlib import Path

import click

from kiosk.cli import failure, shared
from kiosk.office import Office
from kiosk.secondfactor import reset_second
from kiosk.staff import (
    StaffError,
    StaffReason,
    StaffRole,
    add_staff,
    change_roles,
    disable_staff,
    enable_staff,
    list_staff,
    rename_staff,
    reset_password,
)

PIPED = click.option("--password-stdin", is_flag=True, help="The password is the first line of standard input.")
ROLE = click.option(
    "--role",
    multiple=True,
    default=[StaffRole.CLERK.value],
    show_default=True,
    type=click.Choice([role.value for role in StaffRole]),
    help="What they may do; may stand several times.",
)
SECTION = click.option(
    "--section",
    multiple=True,
    metavar="ID",
    help="A section of hall.toml whose procedures a clerk serves; may stand three times. Without: all.",
)
OWN = click.option("--own", is_flag=True, help="Its owner typed it: it need not be changed at the first sign-in.")


@click.group()
def staff() -> None:
    """Staff accounts."""


@staff.command()
@click.argument("name")
@ROLE
@SECTION
@click.option("--display", default="", metavar="NAME", help="What colleagues read, such as 佐藤.")
@click.option("--directory", is_flag=True, help="Signs in through the town's directory only: no password.")
@OWN
@PIPED
@shared.CONFIG
def add(
    name: str,
    role: tuple[str, ...],
    section: tuple[str, ...],
    display: str,
    directory: bool,
    own: bool,
    password_stdin: bool,
    own_config: Path | None,
) -> None:
    """Add an account."""
    office = shared.office_of(own_config)
    sections, roles = _known(office, section), map(StaffRole, role)
    with shared.desk_database(office) as store:
        added = add_staff(
            store,
            name,
            None if directory else _password(password_stdin),
            *roles,
            sections=sections,
            temporary=not (own or directory),
            display=display,
        )
    click.echo(f"職員 {added.full_name}（{added.role_words}）を登録しました。")


@staff.command("roles")
@click.argument("name")
@ROLE
@SECTION
@shared.CONFIG
def set_roles(name: str, role: tuple[str, ...], section: tuple[str, ...], own_config: Path | None) -> None:
    """Give an account these roles in place of its own; its sessions end."""
    office = shared.office_of(own_config)
    sections = _known(office, section)
    with shared.desk_database(office) as store:
        changed = change_roles(store, name, *map(StaffRole, role), sections=sections)
    click.echo(f"職員 {changed.name} の役割を「{changed.role_words}」にしました。")


@staff.command()
@click.argument("name")
@OWN
@PIPED
@shared.CONFIG
def password(name: str, own: bool, password_stdin: bool, own_config: Path | None) -> None:
    """Give an account a new password; its sessions end."""
    with shared.store_of(own_config) as store:
        changed = reset_password(store, name, _password(password_stdin), temporary=not own)
    click.echo(f"職員 {changed.name} のパスワードを替えました。")


@staff.command()
@click.argument("name")
@click.argument("display")
@shared.CONFIG
def rename(name: str, display: str, own_config: Path | None) -> None:
    """Change what colleagues read in the place of NAME; "" for nothing."""
    with shared.store_of(own_config) as store:
        click.echo(f"職員 {rename_staff(store, name, display).full_name} の表示名を替えました。")


@staff.command()
@click.argument("name")
@shared.CONFIG
def disable(name: str, own_config: Path | None) -> None:
    """Lets an account in no more."""
    with shared.store_of(own_config) as store:
        click.echo(f"職員 {disable_staff(store, name).name} を止めました。")


@staff.command()
@click.argument("name")
@shared.CONFIG
def enable(name: str, own_config: Path | None) -> None:
    """Lets an account in again."""
    with shared.store_of(own_config) as store:
        click.echo(f"職員 {enable_staff(store, name).name} は、また入れます。")


@staff.command("reset-second")
@click.argument("name")
@shared.CONFIG
def forget_second(name: str, own_config: Path | None) -> None:
    """Take away every second factor of an account whose owner has lost them."""
    with shared.store_of(own_config) as store:
        click.echo(f"職員 {reset_second(store, name).name} の2段階認証を取り消しました。")


@staff.command("list")
@shared.CONFIG
def list_accounts(own_config: Path | None) -> None:
    """All accounts."""
    with shared.store_of(own_config) as store:
        for each in list_staff(store):
            state = ("停止" if each.disabled else "使用中") + ("・2段階" if each.has_second else "")
            roles = "+".join(sorted(each.roles)) + "".join(f"@{section}" for section in sorted(each.sections))
            click.echo(f"{each.name}\t{roles}\t{state}\t{each.display}")


def _known(office: Office, sections: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sections. Raise StaffError(sections_impossible) for one that the town has not."""
    known = {each.id for each in office.hall.sections} if office.hall else set()
    if not set(sections) <= known:
        raise StaffError(StaffReason.SECTIONS_IMPOSSIBLE)
    return sections


def _password(piped: bool) -> str:
    if piped:
        return sys.stdin.readline(1000).rstrip("\r\n")
    if not sys.stdin.isatty():
        failure.stop(
            "usage", "パスワードを打てる画面がありません。--password-stdin を付けて、標準入力で渡してください。"
        )
    typed: str = click.prompt("パスワード（8文字以上）", hide_input=True, confirmation_prompt="もう一度")
    return typed
