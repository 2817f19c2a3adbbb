"""Makes the sounds of lobby and counter: `python -m tools.tones`. Plain sine tones, so nobody's recording is needed."""

import io
import math
import struct
import wave
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "kiosk" / "desk" / "static" / "audio"
RATE = 16_000
LOUDNESS = 0.5

# (hertz, seconds); 0 hertz is silence.
CARD = ((880, 0.16), (0, 0.06), (880, 0.16), (0, 0.06), (1175, 0.4))
CALL = ((784, 0.22), (0, 0.05), (1047, 0.22), (0, 0.05), (784, 0.22), (0, 0.05), (1047, 0.5))
PAPER = ((659, 0.18), (784, 0.18), (988, 0.45))


def sound(tones: tuple[tuple[int, float], ...]) -> bytes:
    """A WAV file, 16 bit mono."""
    samples = [sample for hertz, seconds in tones for sample in _tone(hertz, seconds)]
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


def _tone(hertz: int, seconds: float) -> list[int]:
    count = round(RATE * seconds)
    # Swells and fades, or it would click; one overtone makes it carry through a hall.
    return [
        round(
            32767
            * LOUDNESS
            * min(1.0, at / 200, (count - at) / 800)
            * (0.75 * math.sin(math.tau * hertz * at / RATE) + 0.25 * math.sin(math.tau * 2 * hertz * at / RATE))
        )
        for at in range(count)
    ]


if __name__ == "__main__":
    for name, tones in (("call", CALL), ("card", CARD), ("paper", PAPER)):
        (FOLDER / f"{name}.wav").write_bytes(sound(tones))
