"""`kiosk staff …`: accounts for the counter. Passwords are typed or piped, never on the command line."""

import sys
from pathlib import Path

import click

from kiosk.cli.failure import stop
from kiosk.cli.shared import CONFIG, store_of
from kiosk.secondfactor import reset_second
from kiosk.staff import StaffRole, add_staff, disable_staff, enable_staff, list_staff, rename_staff, reset_password

PIPED = click.option("--password-stdin", is_flag=True, help="The password is the first line of standard input.")
OWN = click.option("--own", is_flag=True, help="Its owner typed it: it need not be changed at the first sign-in.")


@click.group()
def staff() -> None:
    """Staff accounts."""


@staff.command()
@click.argument("name")
@click.option("--admin", is_flag=True, help="May also look after other accounts, and take money.")
@click.option("--cashier", is_flag=True, help="May also take money.")
@click.option("--display", default="", metavar="NAME", help="What colleagues read, such as 佐藤.")
@OWN
@PIPED
@CONFIG
def add(
    name: str,
    admin: bool,
    cashier: bool,
    display: str,
    own: bool,
    password_stdin: bool,
    own_config: Path | None,
) -> None:
    """Add an account."""
    role = StaffRole.ADMIN if admin else StaffRole.CASHIER if cashier else StaffRole.CLERK
    with store_of(own_config) as store:
        added = add_staff(store, name, _password(password_stdin), role, temporary=not own, display=display)
    click.echo(f"職員 {added.full_name} を登録しました。")


@staff.command()
@click.argument("name")
@OWN
@PIPED
@CONFIG
def password(name: str, own: bool, password_stdin: bool, own_config: Path | None) -> None:
    """Give an account a new password; its sessions end."""
    with store_of(own_config) as store:
        changed = reset_password(store, name, _password(password_stdin), temporary=not own)
    click.echo(f"職員 {changed.name} のパスワードを替えました。")


@staff.command()
@click.argument("name")
@click.argument("display")
@CONFIG
def rename(name: str, display: str, own_config: Path | None) -> None:
    """Change what colleagues read in the place of NAME; "" for nothing."""
    with store_of(own_config) as store:
        click.echo(f"職員 {rename_staff(store, name, display).full_name} の表示名を替えました。")


@staff.command()
@click.argument("name")
@CONFIG
def disable(name: str, own_config: Path | None) -> None:
    """Lets an account in no more."""
    with store_of(own_config) as store:
        click.echo(f"職員 {disable_staff(store, name).name} を止めました。")


@staff.command()
@click.argument("name")
@CONFIG
def enable(name: str, own_config: Path | None) -> None:
    """Lets an account in again."""
    with store_of(own_config) as store:
        click.echo(f"職員 {enable_staff(store, name).name} は、また入れます。")


@staff.command("reset-second")
@click.argument("name")
@CONFIG
def forget_second(name: str, own_config: Path | None) -> None:
    """Take away every second factor of an account whose owner has lost them."""
    with store_of(own_config) as store:
        click.echo(f"職員 {reset_second(store, name).name} の2段階認証を取り消しました。")


@staff.command("list")
@CONFIG
def list_accounts(own_config: Path | None) -> None:
    """All accounts."""
    with store_of(own_config) as store:
        for each in list_staff(store):
            state = ("停止" if each.disabled else "使用中") + ("・2段階" if each.has_second else "")
            click.echo(f"{each.name}\t{each.role.value}\t{state}\t{each.display}")


def _password(piped: bool) -> str:
    if piped:
        return sys.stdin.readline(1000).rstrip("\r\n")
    if not sys.stdin.isatty():
        stop("usage", "パスワードを打てる画面がありません。--password-stdin を付けて、標準入力で渡してください。")
    typed: str = click.prompt("パスワード（8文字以上）", hide_input=True, confirmation_prompt="もう一度")
    return typed
