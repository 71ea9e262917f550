#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the tests notice?  Faults are put into src/, one at a time.

    tests/mutation/run.py [N [SEED [JOBS]]]

A seeded choice of N places in all C files of src/: a condition is flipped, a
check or a call dropped, a bound moved by one, a constant swapped.  Each fault
is compiled at -O1 in a copy of the tree, and the quick parts of the tests run
until the first failure.  What does not compile, or compiles to the same code,
does not count: another is drawn.

Prints each fault with what became of it, survivors with the change, and the
counts in the last line; an interrupt ends the run early, with its counts.  The
status is 1 if fewer than 85 in 100 were caught.
"""

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["unit", "jinja", "formats"] + [
    f"cli/{group}"
    for group in ("errors", "input", "options", "output", "templates", "texts")
]
GOAL = 85
PATIENCE = 4  # times what the tests take without a fault
MEMORY = 8 << 30

NOT_CODE = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    r"|^[ \t]*#(?:\\\n|[^\n])*",
    re.S | re.M,
)

# What a fault looks like: a pattern, and what stands there instead.
FAULTS = [
    (r"(?<= )==(?= )", "!="),
    (r"(?<= )!=(?= )", "=="),
    (r"(?<= )<(?= )", "<="),
    (r"(?<= )<=(?= )", "<"),
    (r"(?<= )>(?= )", ">="),
    (r"(?<= )>=(?= )", ">"),
    (r"(?<= )&&(?=\s)", "||"),
    (r"(?<= )\|\|(?=\s)", "&&"),
    (r"(?<=[( ])!(?=[a-z(])", ""),
    (r" [+-] 1\b(?!\.)", ""),
    (r"\btrue\b", "false"),
    (r"\bfalse\b", "true"),
    (r"\bif \((?=.*\)$)", "if (0 && ("),
    (r"\bif \((?=.*\)$)", "if (1 || ("),
    (r"(?<=[=(,?:] )0(?=[;,) ])", "1"),
    (r"(?<=[ (\[])[1-9]\d*(?=[;,) \]])", None),
    (r"(?<= )\+=(?= )", "-="),
    (r"^[ \t]+[a-z]\w*\([^\n{}]*\);$", ";"),
]


class Fault:
    """One change of a file of src/."""

    def __init__(self, path, text, start, end, new):
        self.path = path
        self.line = text.count("\n", 0, start) + 1
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        self.place = f"{path}:{self.line}"
        self.before = text[first:last].strip()
        after = text[first:start] + new + text[end:last]
        if new.startswith("if (") and "(" in new[4:]:
            after += ")"
        self.after = after.strip()
        self.text = text[:first] + after + text[last:]

    def __str__(self):
        return f"{self.place}\n    - {self.before}\n    + {self.after}"


def blank(match):
    """As many bytes without meaning, in as many lines."""
    return re.sub(r"[^\n]", " ", match.group())


def places():
    """All that could be changed, in an order that depends on src/ alone."""
    for path in sorted((ROOT / "src").glob("*/*.c")):
        text = path.read_text()
        code = NOT_CODE.sub(blank, text)
        for pattern, new in FAULTS:
            for match in re.finditer(pattern, code, re.M):
                swapped = new
                if new is None:
                    swapped = str(int(match.group()) + 1)
                yield path.relative_to(ROOT), text, match.span(), swapped


class Copy:
    """The tree, built without a fault, and its tests."""

    def __init__(self, folder):
        self.tree = folder / "tree"
        self.scratch = folder / "tmp"
        self.scratch.mkdir(parents=True)
        files = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT)
        for name in files.decode().split("\0")[:-1]:
            if (ROOT / name).exists():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.tree / name, follow_symlinks=False)
        self.patience = None

    def run(self, *command, seconds=None):
        """The status of a command; -1 at the first FAILED, -2 when too slow."""
        limits = (MEMORY, MEMORY)
        process = subprocess.Popen(
            command,
            cwd=self.tree,
            env={**os.environ, "TMPDIR": str(self.scratch)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limits),
        )
        status = []

        def end(why):
            status.append(why)
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

        alarm = threading.Timer(seconds or 1800, end, [-2])
        alarm.start()
        for line in process.stdout:
            if line.startswith(b"FAILED "):
                end(-1)
                break
        process.wait()
        process.stdout.close()
        alarm.cancel()
        return status[0] if status else process.returncode

    def make(self, *what):
        return self.run("make", "VARIANT=mutant", "CFLAGS=-O1", "WARN=-w", *what)

    def tests(self):
        status = self.run(
            "env", "BUILD=build/mutant", "SHARED=", "tests/run", *PARTS,
            seconds=self.patience,
        )
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(exist_ok=True)
        return status

    def build(self):
        return self.make("tools", "build/mutant/sftconv", "units")

    def prepare(self):
        if self.build() != 0:
            sys.exit("mutation: the tree does not build")
        began = os.times().elapsed
        if self.tests() != 0:
            sys.exit("mutation: the tests fail without a fault")
        self.patience = 30 + PATIENCE * (os.times().elapsed - began)

    def judge(self, fault):
        """"caught", "survived", or None where there is nothing to catch."""
        source = self.tree / fault.path
        compiled = self.tree / "build/mutant" / fault.path.with_suffix(".o")
        sound, sound_code = source.read_bytes(), compiled.read_bytes()
        source.write_text(fault.text)
        try:
            if self.make(str(compiled.relative_to(self.tree))) != 0:
                return None
            if compiled.read_bytes() == sound_code:
                return None
            if self.build() != 0:
                return None
            return "survived" if self.tests() == 0 else "caught"
        finally:
            source.write_bytes(sound)


def main():
    count, seed, jobs = (
        int(word) for word in (sys.argv[1:] + ["200", "1", "2"][len(sys.argv) - 1 :])
    )
    drawn = list(places())
    random.Random(seed).shuffle(drawn)
    drawn = iter(drawn)
    lock = threading.Lock()
    stopped = []
    signal.signal(signal.SIGINT, lambda *_: stopped.append(True))
    counts = {"caught": 0, "survived": 0}

    def work(folder):
        copy = Copy(folder)
        copy.prepare()
        while True:
            with lock:
                place = next(drawn, None)
                if stopped or place is None or sum(counts.values()) >= count:
                    return
            path, text, (start, end), new = place
            fault = Fault(path, text, start, end, new)
            verdict = copy.judge(fault)
            with lock:
                if verdict is None or sum(counts.values()) >= count:
                    continue
                counts[verdict] += 1
                change = fault if verdict == "survived" else fault.place
                print(f"{verdict:8}  {change}", flush=True)

    with tempfile.TemporaryDirectory(prefix="mutation.") as scratch:
        workers = [
            threading.Thread(target=work, args=[Path(scratch) / str(i)])
            for i in range(jobs)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    total = sum(counts.values())
    share = 100 * counts["caught"] / max(total, 1)
    print(f"{counts['caught']} of {total} caught ({share:.1f} %), seed {seed}")
    return total == 0 or share < GOAL


if __name__ == "__main__":
    sys.exit(main())
