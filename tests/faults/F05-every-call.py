#!/usr/bin/env python3
"""No system call that fails, and no signal, leaves a hole or half a file.

usage: F05-every-call.py PROGRAM

Runs of each kind (to a file, in place, compressed, by two threads, ...) are
repeated under strace: every call that reads, writes, opens, names or syncs
fails, alone and with all later ones, and every one is answered by a signal.
After an error the run gives what it gives otherwise, or status 4; then what
stands in files is the old or the new, and only the old if the first of them
had not got its name yet; what went to standard output is the beginning of what
belongs there.  SIGTERM leaves nothing beside them, SIGKILL only hidden files.
A sample is taken of the calls, all of them with LONG=1 set.
"""
import gzip
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from torture import SKIPPED, Tally, contents, restore

PROGRAM = os.path.realpath(sys.argv[1])
LONG = bool(os.environ.get("LONG"))
SAMPLE = 14  # of each run's faults
CALLS = ["read", "pread64", "write", "sendto", "close", "fsync", "rename",
         "renameat2", "link", "unlink", "openat", "fstat", "newfstatat",
         "fchmod", "fchown", "lseek", "pipe2", "socketpair", "poll"]
ERRORS = ["EIO", "EIO+", "ENOSPC", "ENOSPC+", "EINTR"]
SIGNALS = ["KILL", "TERM"]

GOOD = b"".join(b'{"prompt":"question %d","completion":"answer %d"}\n' % (i, i)
                for i in range(3))
BAD = GOOD + b'{"prompt":7}\n' + GOOD
MANY = GOOD * 6000  # several blocks for threads
OLD = b"old\n"
INPUTS = {
    "good": {"in": GOOD},
    "bad": {"in": BAD, "other": GOOD},
    "many": {"in": MANY},
    "packed": {"in": gzip.compress(BAD, mtime=0)},
    "template": {"in": GOOD, "t.jinja": b"{{ messages[0].content }}"},
}
# Input, options, files that are there before.
RUNS = [
    ("good", ["in", "--to", "openai"], []),
    ("good", ["in", "--to", "openai", "-o", "target"], ["target"]),
    ("good", ["in", "--to", "openai", "-o", "target", "--no-clobber"], []),
    ("good", ["in", "--to", "openai", "--in-place"], []),
    ("bad", ["in", "other", "--to", "openai", "--in-place", "--on-error", "skip",
             "--rejects", "bad", "--report", "report"], ["report"]),
    ("bad", ["in", "--to", "openai", "-o", "target", "--on-error", "skip",
             "--rejects", "bad", "--report", "report"], ["target", "bad"]),
    ("bad", ["in", "--to", "openai", "-o", "target", "--rejects", "bad",
             "--report", "report"], ["target", "bad"]),
    ("bad", ["in", "other", "--to", "openai", "--shard", "1/2", "-o", "target",
             "--on-error", "skip"], ["target"]),
    ("many", ["in", "--to", "openai", "-j", "2", "-o", "target"], ["target"]),
    ("many", ["in", "--to", "openai", "-j", "2"], []),
    ("packed", ["in", "--to", "openai", "-o", "target.gz", "--on-error", "skip"],
     ["target.gz"]),
    ("template", ["in", "--template", "t.jinja", "--array", "-o", "target"],
     ["target"]),
]

rng = random.Random(5)
tally = Tally()


def run(options, folder, strace):
    """Its status and what it wrote to its standard streams."""
    done = subprocess.run(["strace", "-qq"] + strace + [PROGRAM, "-q"] + options,
                          cwd=folder, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=120)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def list_calls(options, folder, log):
    """(call, how many of it were before, its text) of all in order, without
    those of the loader."""
    run(options, folder, ["-y", "-o", log, "-e", "trace=" + ",".join(CALLS)])
    seen, found = {}, []
    with open(log, errors="replace") as lines:
        for line in lines:
            call = re.match(r"(\w+)\(", line)
            if not call:
                continue
            call = call.group(1)
            seen[call] = seen.get(call, 0) + 1
            if ".so" not in line:
                found.append((call, seen[call], line))
    return found


def judge_files(after, before, usual, is_named, hidden):
    """What is wrong with the files, if anything."""
    for name in set(after) | set(before):
        if name in usual or name in before:
            fine = [before.get(name)] + ([usual.get(name)] if is_named else [])
            if after.get(name) not in fine:
                return "%s is neither as before nor as it should be" % name
        elif not (hidden and name.startswith(".") and name.endswith(".tmp")):
            return "%s is there" % name
    return None


def judge(fault, call, status, said, out, after, before, usual, is_named):
    """What is wrong, if anything."""
    if not usual["out"].startswith(out):
        return "what it wrote is not the beginning of what it should be"
    if status == usual["status"] and fault not in SIGNALS:
        if out != usual["out"] or after != usual["after"]:
            return "status %d, but something is missing" % status
        return None
    if fault in SIGNALS:
        if status != -getattr(signal, "SIG" + fault):
            return "status %d" % status
    elif status != 4:
        return "status %d: %s" % (status, said)
    elif said.count("error: cannot ") != 1 and not call.startswith("write("):
        return "not one error: %s" % said
    return judge_files(after, before, usual["after"], is_named, fault == "KILL")


def may_fail(call, error, text):
    """Not what cleans up, and so leaves things behind; nor what would let a
    compressor wait for ever: the injected failure of close leaves open what
    a real one closes."""
    if call == "close":
        return not re.search(r"<(pipe|socket|UNIX)", text) and "+" not in error
    return call != "unlink"


def faults_of(calls):
    """Every fault of every call; whether a file has its name by then."""
    named = min([i for i, (call, _, _) in enumerate(calls)
                 if call in ("rename", "renameat2", "link")], default=len(calls))
    for i, (call, n, text) in enumerate(calls):
        for error in ERRORS:
            if may_fail(call, error, text):
                yield (error, "inject=%s:error=%s:when=%d%s" % (
                    call, error.rstrip("+"), n, "+" * error.endswith("+")),
                    text, i > named)
        for number in SIGNALS:
            yield (number, "inject=%s:signal=%s:when=%d" % (call, number, n),
                   text, i >= named)


def torture(kind, options, old, folder, log):
    files = dict(INPUTS[kind], **{name: OLD for name in old})
    restore(folder, files)
    before = contents(folder)
    status, out, said = run(options, folder, ["-o", log, "-e", "trace=none"])
    usual = {"status": status, "out": out, "after": contents(folder)}
    restore(folder, files)
    faults = list(faults_of(list_calls(options, folder, log)))
    if not faults:
        tally.verdict(" ".join(options), "it makes no system calls")
    if not LONG:
        faults = rng.sample(faults, min(SAMPLE, len(faults)))
    for fault, injection, call, is_named in faults:
        restore(folder, files)
        status, out, said = run(options, folder, ["-o", log, "-e", injection])
        wrong = judge(fault, call, status, said, out, contents(folder), before,
                      usual, is_named)
        tally.verdict("%s of %s (%s)" % (injection, " ".join(options),
                                         call.strip()), wrong)


def can_inject():
    return shutil.which("strace") and subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "-e", "inject=fsync:error=EIO", "true"],
        capture_output=True).returncode == 0


def main():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        here = os.path.join(folder, "here")
        os.mkdir(here)
        for kind, options, old in RUNS:
            torture(kind, options, old, here, log)
    return tally.end()


is_bare = os.environ["BUILD"].endswith("/release") and not os.environ.get("RUN")
sys.exit(main() if is_bare and can_inject() else SKIPPED)
