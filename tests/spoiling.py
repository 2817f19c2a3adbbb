"""What a hurried clerk may do to a data file, as a Hypothesis strategy."""

import re

from hypothesis import strategies as st

VALUES = st.sampled_from(
    [
        "1",
        "-1",
        "1.5",
        "nan",
        "99999999999",
        '""',
        '"x"',
        '"長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い"',
        "true",
        "[]",
        "{}",
        "[{}]",
        '["x"]',
        "[1, [2]]",
        "2026-04-01",
        '"applicant.name"',
        '"self"',
    ]
)
NUMBERS = st.sampled_from(["0", "-1", "60", "3000", "1000000", "99999999999", "0.001", "1e300", "nan", "inf"])
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@st.composite
def spoiled(draw: st.DrawFn, text: str) -> str:
    """The text with a few lines lost, doubled, swapped, or given another value or number."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["lose", "double", "swap", "number", "number", "value", "value", "value"])):
            case "lose" if len(lines) > 1:
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], lines[place]
            case "number":
                lines[place] = NUMBER.sub(draw(NUMBERS), lines[place], count=1)
            case _ if "=" in lines[place]:
                lines[place] = f"{lines[place].split('=')[0]}= {draw(VALUES)}"
            case _:
                pass
    return "\n".join(lines) + "\n"
