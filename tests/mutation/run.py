#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the tests notice?  Faults are put into src/, one at a time.

    tests/mutation/run.py [N [SEED [JOBS]]]
    tests/mutation/run.py again FILE [JOBS]

A seeded choice of N places in all C files of src/: a condition is flipped, a
check or a call dropped, a bound moved by one, a constant swapped.  Each fault
is compiled at -O1 in a copy of the tree, and the quick parts of the tests run
until the first failure, those first that are nearest to the file.  What does
not compile, or compiles to the same code, or stands in `equivalent` with the
reason why nothing can tell it from what was meant, does not count: another is
drawn.

Prints each fault with what became of it, survivors with the change, and the
counts in the last line; an interrupt ends the run early, with its counts.  The
status is 1 if fewer than 85 in 100 were caught.  `again` judges the survivors
that FILE, the output of a run, names.
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
EQUIVALENT = ROOT / "tests/mutation/equivalent"
CLI = [
    f"cli/{group}"
    for group in ("errors", "options", "texts", "templates", "input", "output")
]
PARTS = ["jinja", "unit", "formats", *CLI, "differential/jobs"]
# What notices the faults of a folder soonest.
NEAREST = {
    "jinja": ["jinja", "cli/templates"],
    "template": ["cli/templates"],
    "formats": ["formats"],
    "model": ["formats"],
    "convert": ["formats", "cli/texts"],
    "io": ["cli/input", "cli/output"],
    "cli": CLI,
}
# What must be built for a part, beside the program.
NEEDS = {"unit": "units", "jinja": "build/mutant/jinja"}
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
        self.place = f"{path}:{text.count(chr(10), 0, start) + 1}"
        self.sound = text
        self.first = text.rfind("\n", 0, start) + 1
        self.last = text.find("\n", end)
        self.line = text[self.first : start] + new + text[end : self.last]
        if new.startswith("if (") and "(" in new[4:]:
            self.line += ")"
        before = text[self.first : self.last].strip()
        self.change = (str(path), before, self.line.strip())

    def text(self):
        """The file with the fault."""
        return self.sound[: self.first] + self.line + self.sound[self.last :]

    def __str__(self):
        return f"{self.place}\n    - {self.change[1]}\n    + {self.change[2]}"


def blank(match):
    """As many bytes without meaning, in as many lines."""
    return re.sub(r"[^\n]", " ", match.group())


def changes(file):
    """The changes that a file names, as a run prints them."""
    text = file.read_text() if file.exists() else ""
    found = re.findall(r"(src/\S+\.c)(?::\d+)?\n +- (.*)\n +\+ (.*)", text)
    return {tuple(change) for change in found}


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
                yield Fault(path.relative_to(ROOT), text, *match.span(), swapped)


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
        self.patience = {}

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

    def tests(self, parts):
        """What is wrong with the first of these that does not pass."""
        for part in parts:
            if self.make(NEEDS.get(part, "build/mutant/sftconv")) != 0:
                return "it does not link"
            status = self.run(
                "env", "BUILD=build/mutant", "SHARED=", "tests/run", part,
                seconds=self.patience.get(part),
            )
            shutil.rmtree(self.scratch, ignore_errors=True)
            self.scratch.mkdir(exist_ok=True)
            if status != 0:
                return part + (", too slow" if status == -2 else "")
        return None

    def prepare(self):
        if self.make("tools", "build/mutant/sftconv", "units") != 0:
            raise RuntimeError("the tree does not build")
        for part in PARTS:
            began = os.times().elapsed
            if self.tests([part]):
                raise RuntimeError(f"{part} fails without a fault")
            self.patience[part] = 30 + PATIENCE * (os.times().elapsed - began)

    def order(self, path):
        """The parts of the tests, in the order to try."""
        first = NEAREST.get(path.parent.name, [])
        if path.parent.name == "formats":
            folder = f"formats/{path.stem.replace('_', '-')}"
            first = [folder, *first] if (self.tree / "tests" / folder).exists() else first
        return list(dict.fromkeys([*first, *PARTS]))

    def judge(self, fault):
        """What caught it, "" for a survivor, None where nothing is to catch."""
        source = self.tree / fault.path
        compiled = self.tree / "build/mutant" / fault.path.with_suffix(".o")
        sound, sound_code = source.read_bytes(), compiled.read_bytes()
        source.write_text(fault.text())
        try:
            if self.make(str(compiled.relative_to(self.tree))) != 0:
                return None
            if compiled.read_bytes() == sound_code:
                return None
            return self.tests(self.order(fault.path)) or ""
        finally:
            source.write_bytes(sound)
            compiled.write_bytes(sound_code)  # newer than its source


class Judges:
    """Several copies that judge what is drawn, in its order."""

    def __init__(self, drawn, count):
        self.drawn = enumerate(drawn)
        self.count = count
        self.verdicts = {}
        self.lock = threading.Lock()
        self.stopped = False

    def stop(self, *_):
        self.stopped = True

    def next(self):
        with self.lock:
            enough = len(self.verdicts) >= self.count or self.stopped
            return (None, None) if enough else next(self.drawn, (None, None))

    def work(self, folder):
        copy = Copy(folder)
        copy.prepare()
        while True:
            number, fault = self.next()
            if fault is None:
                return
            verdict = copy.judge(fault)
            if verdict is None:
                continue
            with self.lock:
                self.verdicts[number] = verdict
                if verdict:
                    print(f"caught    {fault.place} by {verdict}", flush=True)
                else:
                    print(f"survived  {fault}", flush=True)

    def run(self, jobs):
        """What became of the first `count`: the same for any number of jobs."""
        with tempfile.TemporaryDirectory(prefix="mutation.") as scratch:
            workers = [
                threading.Thread(target=self.work, args=[Path(scratch) / str(i)])
                for i in range(jobs)
            ]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        return [self.verdicts[i] for i in sorted(self.verdicts)][: self.count]


def main():
    words = sys.argv[1:]
    if words[:1] == ["again"]:
        wanted = changes(Path(words[1]))
        drawn = [fault for fault in places() if fault.change in wanted]
        count, told = len(drawn), f"of {words[1]}"
        jobs = int((words[2:] + ["2"])[0])
    else:
        count, seed, jobs = (
            int(word) for word in words + ["200", "1", "2"][len(words) :]
        )
        drawn = list(places())
        random.Random(seed).shuffle(drawn)
        equivalent = changes(EQUIVALENT)
        drawn = [fault for fault in drawn if fault.change not in equivalent]
        told = f"seed {seed}"
    judges = Judges(drawn, count)
    signal.signal(signal.SIGINT, judges.stop)
    verdicts = judges.run(jobs)
    caught = len(verdicts) - verdicts.count("")
    share = 100 * caught / max(len(verdicts), 1)
    print(f"{caught} of {len(verdicts)} caught ({share:.1f} %), {told}")
    return not verdicts or share < GOAL


if __name__ == "__main__":
    sys.exit(main())
