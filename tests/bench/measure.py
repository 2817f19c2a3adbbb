"""How things are measured: side by side in turns, so that a busy machine is busy for both."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

ROUNDS = 15


def ratio_of_times(
    slow: Callable[[], object], fast: Callable[[], object], repeat: int
) -> tuple[float, float, float]:
    """Median ratio, and the median seconds of both; `fast` runs `repeat` times in a round, `slow` once."""
    slow(), fast()
    rounds: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        gc.collect()
        rounds.append((_seconds(slow, 1), _seconds(fast, repeat)))
    return median(a / b for a, b in rounds), median(a for a, _ in rounds), median(b for _, b in rounds)


def _seconds(work: Callable[[], object], repeat: int) -> float:
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    return (time.perf_counter() - start) / repeat


def peak_memory(name: str) -> float:
    """Peak resident MiB of a process of its own that draws the form twenty times."""
    return float(_alone("memory", name).communicate()[0])


def forms_per_second(name: str, processes: int, seconds: float = 1.0) -> float:
    """All processes together, each drawing as fast as it can."""
    running = [_alone("speed", name, str(seconds)) for _ in range(processes)]
    return sum(float(each.communicate()[0]) for each in running)


def peak_of_this_process() -> float:
    """Of this program alone; getrusage would count the parent it was forked from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def seconds_of_command(command: Sequence[str], runs: int = 7) -> float:
    """Return the processor seconds of a whole process, the least of so many runs."""
    return min(_run(command) for _ in range(runs))


def _run(command: Sequence[str]) -> float:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime


def _alone(*arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "tests.bench.alone", *arguments], stdout=subprocess.PIPE)
