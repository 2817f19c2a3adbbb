"""Speaks the lines of `tools.voice.texts` into Ogg Opus files. Runs in an environment of its own (`tools/voice/make`).

Usage: speak.py FOLDER < lines. With `--readings` it prints how each text would be read instead, for a person to check.
"""

import json
import sys
from pathlib import Path

import numpy
import pyopenjtalk
import soundfile

RATE = 24_000
LOUDNESS = 0.8
SMALL = 0.93
"""Opus at about 20 kbit/s: enough for speech."""


def main() -> None:
    for line in sys.stdin:
        entry = json.loads(line)
        if sys.argv[1] == "--readings":
            sys.stdout.write(f"{entry['name']}\t{entry['text']}\t{pyopenjtalk.g2p(entry['text'], kana=True)}\n")
        else:
            speak(entry["text"], Path(sys.argv[1]) / f"{entry['name']}.ogg")


def speak(text: str, file: Path) -> None:
    samples, rate = pyopenjtalk.tts(text, speed=0.95)
    halved = samples[: len(samples) // 2 * 2].reshape(-1, rate // RATE).mean(axis=1)
    loud = (halved / max(1.0, float(numpy.abs(halved).max())) * LOUDNESS).astype(numpy.float32)
    soundfile.write(file, loud, RATE, format="OGG", subtype="OPUS", compression_level=SMALL)


if __name__ == "__main__":
    main()
