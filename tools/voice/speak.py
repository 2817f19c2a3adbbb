"""Speaks the lines of `tools.voice.texts` into Ogg Opus files. Runs in an environment of its own (`tools/voice/make`).

Usage: python -m tools.voice.speak FOLDER < lines. With `--readings` it prints how each text would be read instead, for a
person to check. The same words give the same file again.
"""

import json
import re
import sys
from io import BytesIO
from pathlib import Path

import numpy
import pyopenjtalk
import soundfile

from tools.voice.ogg import serial_of, with_serial

RATE = 24_000
LOUDNESS = 0.8
SMALL = 0.93
"""Opus at about 20 kbit/s: enough for speech."""

CARRIED = re.compile("\ufff9([^\ufffa]*)\ufffa([^\ufffb]*)\ufffb")
"""A word with its reading (`kiosk.web.language`)."""

LONG_E = re.compile("([エケゲセゼテデネヘベペメレェ])イ")
LONG_O = re.compile("([オコゴソゾトドノホボポモヨロョォ])ウ")


def main() -> None:
    for line in sys.stdin:
        entry = json.loads(line)
        entry["text"] = read_right(entry["text"])
        if sys.argv[1] == "--readings":
            sys.stdout.write(f"{entry['name']}\t{entry['text']}\t{pyopenjtalk.g2p(entry['text'], kana=True)}\n")
        else:
            speak(entry["text"], Path(sys.argv[1]) / f"{entry['name']}.ogg")


def read_right(text: str) -> str:
    """The words, each that the voice would read otherwise than its given reading in kana instead."""
    read = sound(CARRIED.sub(r"\1", text))
    return CARRIED.sub(lambda word: word[1] if sound(word[2]) in read else word[2], text)


def sound(text: str) -> str:
    """How the voice reads it, in katakana with every long vowel written alike."""
    read = str(pyopenjtalk.g2p(text, kana=True)).replace("’", "")
    return LONG_O.sub(r"\1ー", LONG_E.sub(r"\1ー", read))


def speak(text: str, file: Path) -> None:
    samples, rate = pyopenjtalk.tts(text, speed=0.95)
    halved = samples[: len(samples) // 2 * 2].reshape(-1, rate // RATE).mean(axis=1)
    loud = (halved / max(1.0, float(numpy.abs(halved).max())) * LOUDNESS).astype(numpy.float32)
    stream = BytesIO()
    soundfile.write(stream, loud, RATE, format="OGG", subtype="OPUS", compression_level=SMALL)
    file.write_bytes(with_serial(stream.getvalue(), serial_of(file.stem)))


if __name__ == "__main__":
    main()
