"""How a command fails: `reason_code: sentence` on stderr and a non-zero exit, never a traceback."""

import errno
import logging
import sys
from collections.abc import Callable
from socket import gaierror
from typing import NoReturn, Protocol, runtime_checkable

import click

from forms import DataMistake

UNEXPECTED = "予期しない問題が起きました。もう一度試し、続くときは kiosk doctor を動かしてください。"
PORT_TAKEN = (
    "そのポートはほかのプログラムが使っています。それを止めるか、town.toml か --port で別の番号にしてください。"
)
ADDRESS_UNUSABLE = "そのアドレスでは待ち受けられません。town.toml か --host で、このPCのアドレスにしてください。"


@runtime_checkable
class Explained(Protocol):
    """Every error of our packages: a closed reason code and one sentence for the person."""

    reason: str
    sentence: str


def run_reporting(command: Callable[[], object]) -> int:
    """Runs the command line; gives the exit code."""
    try:
        ended = command()
    except click.Abort:
        return complain("interrupted", "途中でやめました。")
    except click.exceptions.NoArgsIsHelpError as wrong:
        return complain("usage", _commands_of(wrong.ctx)) + 1
    except click.ClickException as wrong:
        return complain("usage", wrong.format_message()) + 1
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


def _commands_of(context: click.Context | None) -> str:
    """What may follow a group of commands that was called alone."""
    command = context.command if context else None
    if context is None or not isinstance(command, click.Group):
        return "コマンドが足りません。--help で確かめてください。"
    return f"{context.command_path} の後に、{'、'.join(command.list_commands(context))} のどれかを書いてください。"


def _explanation(error: Exception) -> tuple[str, str]:
    if isinstance(error, DataMistake):
        more = f"（ほかに{len(error.mistakes) - 1}か所）" if error.mistakes[1:] else ""
        return error.mistake.kind, f"{error}{more}"
    if isinstance(error, Explained):
        return error.reason, error.sentence
    if isinstance(error, OSError) and error.filename is not None:
        return "file_error", f"「{error.filename}」を読み書きできません。場所と権限を確かめてください。"
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "port_taken", PORT_TAKEN
    if isinstance(error, OSError) and (error.errno == errno.EADDRNOTAVAIL or isinstance(error, gaierror)):
        return "address_unusable", ADDRESS_UNUSABLE
    return "unexpected", UNEXPECTED
