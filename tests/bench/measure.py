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


def ratio_of_servers(
    slow: Callable[[], object], slow_id: int, fast: Callable[[], object], fast_id: int
) -> tuple[float, float, float]:
    """Return the median ratio of what an answer costs two processes, and the processor seconds of both.

    Anything else that runs meanwhile makes people wait longer, but takes nothing from this.
    """
    slow(), fast()
    rounds = [(_used(slow, slow_id, 2), _used(fast, fast_id, 60)) for _ in range(ROUNDS)]
    return median(a / b for a, b in rounds), median(a for a, _ in rounds), median(b for _, b in rounds)


def _used(work: Callable[[], object], process: int, repeat: int) -> float:
    before = _processor_seconds(process)
    for _ in range(repeat):
        work()
    return (_processor_seconds(process) - before) / repeat


def _processor_seconds(process: int) -> float:
    """Of all threads, as the scheduler counts them, in billionths."""
    files = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(file.read_text(encoding="ascii").split()[0]) for file in files) / 1e9


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
