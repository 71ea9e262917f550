#!/usr/bin/env python3
"""No allocation that fails crashes, loses or leaks anything.

usage: F42-out-of-memory.py PROGRAM

Every format is converted to every other and to three chat templates, with
failmalloc.so preloaded: the first allocation fails, then the second, and so on
until the run succeeds; each of them alone, and with all that follow.  The
status must be 5 and the old target stand as it was, or the run must give what
it gives otherwise; nothing may stay beside the target, and no memory be lost.
A sample is taken of pairs and indices, all of them with LONG=1 set.
"""
import glob
import os
import random
import signal
import subprocess
import sys
import tempfile

PROGRAM = os.path.realpath(sys.argv[1])
ROOT = os.environ["ROOT"]
PRELOAD = os.path.join(os.environ["BUILD"], "failmalloc.so")
LONG = bool(os.environ.get("LONG"))
RECORDS = 20
PAIRS = 8      # of a sample,
INDICES = 50   # and most of one pair
SHOWN = 20
TEMPLATES = ["chatml", "llama3.1", "qwen3"]
# Beside the pairs: what takes ways of its own.
OTHERS = [
    ["alpaca", "--to", "text", "--template", "chatml", "--var", 'a={"b":[1,"c"]}'],
    ["openai", "--to", "alpaca", "--report", "report", "--rejects", "bad"],
    ["openai", "--to", "model", "--unicode", "utf8", "--normalize", "nfkc"],
    ["openai", "--to", "segments", "--template", "llama3.1"],
    ["alpaca", "--to", "openai", "--map", "user=instruction,assistant=output"],
    ["bedrock", "--to", "openai", "--keep", "a,b", "--role", "x=user",
     "--drop", "tools", "--system-prompt", "s", "--repair-unicode"],
    ["oasst", "--to", "openai", "--oasst", "all"],
]

rng = random.Random(42)
passed = failed = 0


def run(command, folder, fail=0, sticky=False):
    """Its status, and what failmalloc counted: tries, and what is left."""
    env = dict(os.environ, LD_PRELOAD=PRELOAD, FAILMALLOC_LOG="count")
    if fail:
        env["FAILMALLOC"] = str(fail)
    if sticky:
        env["FAILMALLOC_STICKY"] = "1"
    with open(os.path.join(folder, "target"), "w") as target:
        target.write("old\n")
    done = subprocess.run([PROGRAM] + command, cwd=folder, env=env,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, timeout=60)
    with open(os.path.join(folder, "count")) as count:
        tries, live = map(int, count.read().split())
    return done.returncode, tries, live, done.stderr


def contents(folder):
    found = {}
    for name in os.listdir(folder):
        if name != "count":
            with open(os.path.join(folder, name), "rb") as file:
                found[name] = file.read()
    return found


def forget(folder):
    for name in os.listdir(folder):
        if name != "in":
            os.unlink(os.path.join(folder, name))


def verdict(what, command, wrong):
    global passed, failed
    if not wrong:
        passed += 1
        return
    failed += 1
    if failed <= SHOWN:
        print("%s of %s: %s" % (what, " ".join(command), wrong))


def judge(status, live, after, before, usual):
    """What is wrong, if anything."""
    if status < 0:
        return "ended by signal %s" % signal.Signals(-status).name
    if live > usual["live"]:
        return "%d blocks were lost" % (live - usual["live"])
    if status == usual["status"]:
        if after != usual["after"]:
            return "it succeeded, but gave something else"
    elif status != 5:
        return "status %d" % status
    elif after != before:
        return "status 5, but in the folder are %s" % sorted(after)
    return None


def torture(command, folder):
    forget(folder)
    status, tries, live, said = run(command, folder)
    if status not in (0, 3):
        return  # no such conversion
    usual = {"status": status, "live": live, "after": contents(folder)}
    before = {"in": usual["after"]["in"], "target": b"old\n"}
    indices = list(range(1, tries + 1))
    if not LONG and len(indices) > INDICES:
        indices = sorted(rng.sample(indices, INDICES))
    for sticky in (False, True):
        for index in indices:
            forget(folder)
            status, _, live, said = run(command, folder, index, sticky)
            wrong = judge(status, live, contents(folder), before, usual)
            if wrong and said:
                wrong += "; it ended: " + said.decode(errors="replace")[-200:]
            verdict("allocation %d%s" % (index, " and later" if sticky else ""),
                    command, wrong)


def write_records(format, path):
    """Good and bad ones, of the tests of that format and its example."""
    records = []
    for file in sorted(glob.glob(ROOT + "/tests/formats/%s/*.jsonl" % format)):
        if os.path.basename(file).count(".") == 1:
            with open(file, "rb") as lines:
                records += [line for line in lines if line.strip()]
    rng.shuffle(records)
    example = subprocess.run([PROGRAM, "formats", format],
                             capture_output=True).stdout
    records = [line for line in example.splitlines(True)
               if line[:1] in b"{["] + records
    with open(path, "wb") as out:
        out.writelines(records[:RECORDS])


def main():
    catalogue = __import__("json").loads(subprocess.run(
        [PROGRAM, "formats", "--json"], capture_output=True).stdout)["formats"]
    targets = [f["name"] for f in catalogue if f["write"]] + TEMPLATES
    sources = [f["name"] for f in catalogue if f["read"]]
    pairs = [[source, "--to", target] for source in sources
             for target in targets]
    rng.shuffle(pairs)
    if not LONG:
        pairs = pairs[:PAIRS]
    with tempfile.TemporaryDirectory() as folder:
        for source, *options in OTHERS + pairs:
            write_records(source, os.path.join(folder, "in"))
            torture(["in", "--from", source, "-o", "target", "--on-error",
                     "skip"] + options, folder)
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if os.path.exists(PRELOAD):
    sys.exit(main())
print("0 passed, 0 failed")
