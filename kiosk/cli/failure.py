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
    except click.ClickException as wrong:
        return complain("usage", wrong.format_message()) + 1
    except BrokenPipeError:
        return 1
    except Exception as error:  # noqa: BLE001 - the outermost edge of the command line
        return complain(*_explanation(error))
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
        return error.mistake.kind, str(error.mistake)
    if isinstance(error, Explained):
        return error.reason, error.sentence
    if isinstance(error, OSError) and error.filename is not None:
        return "file_error", f"「{error.filename}」を読み書きできません。場所と権限を確かめてください。"
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "port_taken", PORT_TAKEN
    if isinstance(error, OSError) and (error.errno == errno.EADDRNOTAVAIL or isinstance(error, gaierror)):
        return "address_unusable", ADDRESS_UNUSABLE
    logging.getLogger("kiosk.cli").error("command_failed", extra={"error": type(error).__name__})
    return "unexpected", UNEXPECTED
