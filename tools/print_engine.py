"""The inside of the virtual printer: `ippeveprinter` runs this for every document.

Takes the time a printer takes, waits while paper is out, and puts the finished PDF into the folder of papers
with the settings of the job beside it. Told what to do by files in a control folder.
"""

import json
import os
import shutil
import sys
import time
from pathlib import Path

import pikepdf

CONTROL = Path(os.environ["MADOGUCHI_CONTROL"])
PAPERS = Path(os.environ["MADOGUCHI_PAPERS"])
LOOK_EVERY = 0.05


def main() -> int:
    """Prints the PDF named on the command line; 1 when the engine is broken."""
    document = Path(sys.argv[1])
    copies = int(os.environ.get("IPP_COPIES", "1"))
    with pikepdf.open(document) as pdf:
        sides = len(pdf.pages) * copies
    tell(f"ATTR: job-impressions={sides}")
    for done in range(1, sides + 1):
        wait_for_a_hand()
        take_time()
        if (CONTROL / "broken").exists():
            tell("ERROR: engine failure")
            return 1
        tell(f"ATTR: job-impressions-completed={done}")
    put_out(document)
    return 0


def take_time() -> None:
    """One page, as slow as is wanted; who changes the speed meanwhile need not wait for the end of the page."""
    begun = time.monotonic()
    while (left := begun + float((CONTROL / "seconds_per_page").read_text()) - time.monotonic()) > 0:
        time.sleep(min(left, LOOK_EVERY))


def wait_for_a_hand() -> None:
    """Reports paper-out and the like for as long as it lasts."""
    told: set[str] = set()
    while reasons := {each.name for each in (CONTROL / "reasons").glob("*")}:
        if reasons - told:
            tell(f"STATE: +{','.join(sorted(reasons - told))}")
        told |= reasons
        time.sleep(LOOK_EVERY)
    if told:
        tell(f"STATE: -{','.join(sorted(told))}")


def put_out(document: Path) -> None:
    """The PDF appears last, complete, so that who sees it can read its settings too."""
    number = 1 + max((int(each.stem) for each in PAPERS.glob("*.pdf")), default=0)
    settings = {
        name.removeprefix("IPP_").lower().replace("_", "-"): value
        for name, value in os.environ.items()
        if name.startswith("IPP_") and not name.endswith("_DEFAULT")
    }
    target = PAPERS / f"{number:04}.pdf"
    target.with_suffix(".json").write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    shutil.copyfile(document, target.with_suffix(".part"))
    target.with_suffix(".part").rename(target)


def tell(line: str) -> None:
    """A message to ippeveprinter."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
