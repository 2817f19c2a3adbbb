"""The PC's own voice, for languages nobody has recorded: espeak-ng, a Debian package that needs no network.

It knows no kanji, so Japanese is left to recordings; Filipino it does not speak at all.
"""

import re
import subprocess
from functools import cache
from shutil import which
from threading import Lock

PROGRAM = "espeak-ng"

VOICES = {
    "en": "en-us",
    "zh-Hans": "cmn",
    "zh-Hant": "cmn",
    "ko": "ko",
    "vi": "vi",
    "ne": "ne",
    "id": "id",
    "my": "my",
    "pt": "pt-br",
}
"""Language of the screen → voice of espeak-ng."""

READS_HAN = ("zh-Hans", "zh-Hant")

LONGEST_TEXT = 1_500
WORDS_A_MINUTE = 140
"""Slower than the usual 175: it is heard once, in a hall."""

LONGEST_SECONDS = 5.0

_JAPANESE = r"\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BRACKETED = re.compile(rf"\s*[(（][^()（）]*[{_JAPANESE}][^()（）]*[)）]")
_REST = re.compile(rf"[{_JAPANESE}]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_one_at_a_time = Lock()


def has_voice(language: str) -> bool:
    """Return whether this PC can speak the language (BCP 47 tag of the screen)."""
    return language in VOICES and _installed()


def synthesize(text: str, language: str) -> bytes:
    """Return the words as a WAV file (mono, 22,050 Hz); b"" if nothing of them can be said in this language."""
    words = strip_unspoken(text, language)
    if not words or not has_voice(language):
        return b""
    command = [PROGRAM, "--stdin", "--stdout", "-b", "1", "-v", VOICES[language], "-s", str(WORDS_A_MINUTE)]
    with _one_at_a_time:
        try:
            return subprocess.run(
                command, input=words.encode(), stdout=subprocess.PIPE, timeout=LONGEST_SECONDS, check=True
            ).stdout
        except (OSError, subprocess.SubprocessError):
            return b""


def strip_unspoken(text: str, language: str) -> str:
    """Return the text without the Japanese beside official terms: a foreign voice would spell it."""
    text = _CONTROL.sub(" ", text)[:LONGEST_TEXT]
    if language not in READS_HAN:
        text = _REST.sub("", _BRACKETED.sub("", text))
    return text.strip() if any(character.isalnum() for character in text) else ""


@cache
def _installed() -> bool:
    return which(PROGRAM) is not None
