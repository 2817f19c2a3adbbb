"""How a command fails: `reason_code: sentence` on stderr and a non-zero exit, never a traceback.

Of the project only light modules are read here: this is loaded for every call, `kiosk --help` too.
"""

import errno
import logging
import sys
from collections.abc import Callable
from socket import gaierror
from typing import NoReturn, Protocol, runtime_checkable

import click

FAILED, WRONG_WORDS = 1, 2
"""Exit codes."""

HELP = "{command} --help で書き方が出ます。"
UNEXPECTED = "予期しない問題が起きました。もう一度試し、続くときは kiosk doctor を実行してください。"
PORT_TAKEN = (
    "そのポートはほかのプログラムが使っています。それを止めるか、town.toml か --port で別の番号にしてください。"
)
ADDRESS_UNUSABLE = "そのアドレスでは待ち受けられません。town.toml か --host で、このPCのアドレスにしてください。"
PORT_FORBIDDEN = "1024より小さいポートは使えません。town.toml か --port で 1024 以上の番号にしてください。"
DISK_FULL = "ディスクに空きがなく、書き込めません。不要なファイルを削除してから、もう一度実行してください。"

OF_A_FILE = {
    errno.ENOENT: "「{file}」がありません。つづりと、フォルダーがあるかを確かめてください。",
    errno.EACCES: "「{file}」を読み書きする権限がありません。持ち主と権限を ls -l で確かめてください。",
    errno.EPERM: "「{file}」を読み書きする権限がありません。持ち主と権限を ls -l で確かめてください。",
    errno.EROFS: "「{file}」は読み取り専用の場所にあります。書ける場所を指定してください。",
    errno.EISDIR: "「{file}」はフォルダーです。ファイルの名前を書いてください。",
    errno.ENOTDIR: "「{file}」の途中にファイルがあります。フォルダーの名前を確かめてください。",
}
OTHER_FILE_TROUBLE = "「{file}」を読み書きできません。場所と権限を確かめてください。"


@runtime_checkable
class Explained(Protocol):
    """An error outside `forms.told` with a reason code and a sentence, and mostly a next step."""

    reason: str
    sentence: str


def run_reporting(command: Callable[[], object]) -> int:
    """Run the command line and return the exit code."""
    try:
        ended = command()
    except click.Abort:
        return complain("interrupted", "途中でやめました。")
    except click.ClickException as wrong:
        complain("usage", usage_words(wrong))
        return WRONG_WORDS
    except BrokenPipeError:
        return FAILED
    except Exception as error:  # noqa: BLE001 - the outermost edge of the command line
        reason, sentence = _explanation(error)
        failed = complain(reason, sentence)
        # After the reason: other programs read the first line.
        if sentence is UNEXPECTED:
            logging.getLogger("kiosk.cli").error("command_failed", extra={"error": type(error).__name__})
        return failed
    # Without its standalone mode click gives the exit code of `stop` as the result.
    return ended if isinstance(ended, int) else 0


def complain(code: str, sentence: str) -> int:
    """Say on stderr what failed and return the exit code for it."""
    print(f"{code}: {sentence}", file=sys.stderr)  # noqa: T201 - the command's own output
    return FAILED


def stop(code: str, sentence: str) -> NoReturn:
    """End the command with its reason."""
    complain(code, sentence)
    raise click.exceptions.Exit(FAILED)


def _explanation(error: Exception) -> tuple[str, str]:
    from forms.mistake import DataMistake
    from forms.told import Told

    if isinstance(error, DataMistake):
        more = f"（ほかに{len(error.mistakes) - 1}か所）" if error.mistakes[1:] else ""
        return error.mistake.kind, f"{error}{more}"
    if isinstance(error, Told):
        return error.reason, str(error)
    if isinstance(error, Explained):
        return error.reason, f"{error.sentence}{getattr(error, 'next_step', '')}"
    if isinstance(error, OSError):
        return _of_the_system(error)
    return "unexpected", UNEXPECTED


def _of_the_system(error: OSError) -> tuple[str, str]:
    """Say what a disk, a file or a port refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disk_full", DISK_FULL
    if error.filename is not None:
        return "file_error", OF_A_FILE.get(error.errno or 0, OTHER_FILE_TROUBLE).format(file=error.filename)
    if error.errno == errno.EADDRINUSE:
        return "port_taken", PORT_TAKEN
    if error.errno == errno.EACCES:
        return "port_forbidden", PORT_FORBIDDEN
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, gaierror):
        return "address_unusable", ADDRESS_UNUSABLE
    return "unexpected", UNEXPECTED


def usage_words(wrong: click.ClickException) -> str:
    """Return one line: what was wrong with the words after `kiosk`, and what to write instead."""
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        return _commands_of(context)
    return f"{_what(wrong)}{HELP.format(command=context.command_path if context else 'kiosk')}"


def _what(wrong: click.ClickException) -> str:
    match wrong:
        case click.exceptions.NoSuchCommand():
            return f"「{wrong.command_name}」というコマンドはありません。{_perhaps(wrong.possibilities)}"
        case click.NoSuchOption():
            return f"「{wrong.option_name}」という指定はありません。{_perhaps(wrong.possibilities)}"
        case click.MissingParameter():
            return f"「{_name(wrong)}」がありません。{_choices(wrong.param)}"
        case click.BadOptionUsage():
            return f"「{wrong.option_name}」の後に値を書いてください。"
        case click.BadParameter():
            return f"「{_name(wrong)}」の値が正しくありません。{_choices(wrong.param)}"
        case _:
            return f"書き方が違います（{wrong.format_message()}）。"


def _name(wrong: click.BadParameter) -> str:
    """As it is written on the line: `--mode`, `NAME`."""
    parameter = wrong.param
    if parameter is None:
        return str(wrong.param_hint or "")
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(_context_of(wrong))


def _context_of(wrong: click.UsageError) -> click.Context:
    return wrong.ctx or click.Context(click.Command("kiosk"))


def _choices(parameter: click.Parameter | None) -> str:
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return f"{'、'.join(map(str, kind.choices))} のどれかを書いてください。"
    if isinstance(kind, click.IntRange):
        return f"{kind.min}から{kind.max}までの数を書いてください。"
    if isinstance(kind, click.Path):
        return "ファイルの名前を書いてください。" if kind.file_okay else "フォルダーの名前を書いてください。"
    if isinstance(kind, click.DateTime):
        return "2026-04-01 のように書いてください。"
    return "数を書いてください。" if kind is click.INT else ""


def _perhaps(possibilities: "list[str] | None") -> str:
    return f"{'か'.join(possibilities)} ではありませんか。" if possibilities else ""


def _commands_of(context: click.Context | None) -> str:
    """Return what may follow a group of commands that was called alone."""
    command = context.command if context else None
    if context is None or not isinstance(command, click.Group):
        return "コマンドが足りません。--help で確かめてください。"
    return f"{context.command_path} の後に、{'、'.join(command.list_commands(context))} のどれかを書いてください。"
