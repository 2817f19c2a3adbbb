"""What the faults did, as the table in docs/trust.md."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/trust.md"
HEAD = """# What faults do to a visit

`make faults` breaks what a visit needs, at a desk with its database, a scripted printer and a virtual card, and lets the
person come back. It writes this page; the seed repeats a run (`SEED=… VISITS=…`).

A visit ends well with exactly one paper. **told**: a person was told that something is wrong or asked to look at the
tray, before it did. **lost** and **twice** must be 0. A printer that says a page came out is believed: whoever has no
paper prints again, behind a question. A full disk is a small file system of its own (a run without the right to mount one
leaves those out); PostgreSQL is killed as by a power cut and comes back. “Alone” is a counter as its program runs it, which
goes on with its journal and joins it afterwards ([architecture.md](architecture.md)); the audit log is whole each time. `tests/faults/cards.py` pulls the card, and ends
the card service (pcscd), at every single command of a reading: it is told each time, and the card put back is read.

"""


@dataclass
class Row:
    times: int = 0
    papers: Counter[int] = field(default_factory=Counter)
    told: int = 0


@dataclass
class Table:
    seed: int
    rows: dict[str, Row] = field(default_factory=dict)

    def add(self, fault: str, papers: int, *, told: bool) -> None:
        row = self.rows.setdefault(fault, Row())
        row.times += 1
        row.papers[papers] += 1
        row.told += told

    def write(self) -> None:
        lines = [f"Seed {self.seed}, {sum(row.times for row in self.rows.values())} visits.", ""]
        lines += ["| fault | visits | one paper | told | lost | twice |", "|---|---|---|---|---|---|"]
        for fault, row in self.rows.items():
            twice = sum(times for papers, times in row.papers.items() if papers > 1)
            lines.append(f"| {fault} | {row.times} | {row.papers[1]} | {row.told} | {row.papers[0]} | {twice} |")
        PAGE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
