"""How a command fails: `reason_code: sentence` on stderr and a non-zero exit, never a traceback."""

import errno
import logging
import sys
from collections.abc import Callable
from socket import gaierror
from typing import NoReturn, Protocol, runtime_checkable

import click

from forms import DataMistake
from kiosk.cli.usage import usage_words

UNEXPECTED = "予期しない問題が起きました。もう一度試し、続くときは kiosk doctor を動かしてください。"
PORT_TAKEN = (
    "そのポートはほかのプログラムが使っています。それを止めるか、town.toml か --port で別の番号にしてください。"
)
ADDRESS_UNUSABLE = "そのアドレスでは待ち受けられません。town.toml か --host で、このPCのアドレスにしてください。"
PORT_FORBIDDEN = "1024より小さいポートは使えません。town.toml か --port で 1024 以上の番号にしてください。"
DISK_FULL = "ディスクに空きがなく、書き込めません。要らないファイルを消してから、もう一度動かしてください。"

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
    """Every error of our packages: a closed reason code and one sentence for the person."""

    reason: str
    sentence: str


@runtime_checkable
class Advised(Protocol):
    """Most of them also know what to do next."""

    next_step: str


def run_reporting(command: Callable[[], object]) -> int:
    """Runs the command line; gives the exit code."""
    try:
        ended = command()
    except click.Abort:
        return complain("interrupted", "途中でやめました。")
    except click.ClickException as wrong:
        return complain("usage", usage_words(wrong)) + 1
    except BrokenPipeError:
        return 1
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
    print(f"{code}: {sentence}", file=sys.stderr)  # noqa: T201 - the command's own output
    return 1


def stop(code: str, sentence: str) -> NoReturn:
    """Ends the command with its reason."""
    complain(code, sentence)
    raise click.exceptions.Exit(1)


def _explanation(error: Exception) -> tuple[str, str]:
    if isinstance(error, DataMistake):
        more = f"（ほかに{len(error.mistakes) - 1}か所）" if error.mistakes[1:] else ""
        return error.mistake.kind, f"{error}{more}"
    if isinstance(error, Explained):
        return error.reason, f"{error.sentence}{error.next_step if isinstance(error, Advised) else ''}"
    if isinstance(error, OSError):
        return _of_the_system(error)
    return "unexpected", UNEXPECTED


def _of_the_system(error: OSError) -> tuple[str, str]:
    """What a disk, a file or a port refused."""
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
