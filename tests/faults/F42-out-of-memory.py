#!/usr/bin/env python3
"""No allocation that fails crashes, loses or leaks anything.

usage: F42-out-of-memory.py PROGRAM

Every format is converted to every other and to three chat templates, with
failmalloc.so preloaded: the first allocation fails, then the second, and so on
until the run succeeds; each of them alone, and with all that follow.  The
status must be 5 and the old target stand as it was, or the run must give what
it gives otherwise; nothing may stay beside the target, and no memory be lost.
The same for a few runs whose input is large enough for threads.
A sample is taken of pairs and indices, all of them with LONG=1 set.
"""
import glob
import json
import os
import random
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from torture import SKIPPED, Tally, contents, restore

PROGRAM = os.path.realpath(sys.argv[1])
ROOT = os.environ["ROOT"]
PRELOAD = os.path.join(os.environ["BUILD"], "failmalloc.so")
LONG = bool(os.environ.get("LONG"))
RECORDS = 3     # of a pair,
MORE = 20       # and of other runs
BLOCKS = 700000 # bytes, for threads
PAIRS = 8       # of a sample,
INDICES = 50    # most of one pair,
THREADED = 6    # and of a run with threads, or
THREADED_LONG = 20
TEMPLATES = ["chatml", "llama3.1", "qwen3"]
CONFIG = b"""{"bos_token": {"content": "<s>"}, "eos_token": "</s>",
"additional_special_tokens": ["<|a|>", "<|b|>"], "chat_template": [
{"name": "default", "template": "{{ bos_token }}{{ messages[0].content }}"},
{"name": "tool_use", "template": "{{ tools }}"}]}"""
# Beside the pairs: what takes ways of its own.
OTHERS = [
    ["alpaca", "--to", "text", "--template", "chatml", "--var", 'a={"b":[1,"c"]}'],
    ["openai", "--to", "alpaca", "--report", "report", "--rejects", "bad"],
    ["openai", "--to", "model", "--unicode", "utf8", "--normalize", "nfkc"],
    ["alpaca", "--template", "tokenizer_config.json"],
    ["openai", "--to", "segments", "--template", "llama3.1"],
    ["alpaca", "--to", "openai", "--map", "user=instruction,assistant=output"],
    ["bedrock", "--to", "openai", "--keep", "a,b", "--role", "x=user",
     "--drop", "tools", "--system-prompt", "s", "--repair-unicode"],
    ["oasst", "--to", "openai", "--oasst", "all"],
    ["mistral", "--to", "converse"],
    ["llamafactory", "--to", "model"],
]

# A row whose characters change, and are then so many that it is not copied.
CHANGED = [["openai", "--to", "sharegpt", "--unicode", "ascii", "-j", "1"]]

rng = random.Random(42)
tally = Tally()


def run(command, folder, count, fail=0, sticky=False):
    """Its status, and what failmalloc counted: tries, and what is left."""
    env = dict(os.environ, LD_PRELOAD=PRELOAD, FAILMALLOC_LOG=count)
    if fail:
        env["FAILMALLOC"] = str(fail)
    if sticky:
        env["FAILMALLOC_STICKY"] = "1"
    done = subprocess.run([PROGRAM] + command, cwd=folder, env=env,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, timeout=60)
    with open(count) as counted:
        tries, live = map(int, counted.read().split())
    return done.returncode, tries, live, done.stderr


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


def torture(command, files, folder, count, most):
    restore(folder, files)
    before = contents(folder)
    status, tries, live, said = run(command, folder, count)
    if status not in (0, 3):
        return  # no such conversion
    usual = {"status": status, "live": live, "after": contents(folder)}
    indices = range(1, tries + 1)
    if most < tries:
        indices = sorted(rng.sample(indices, most))
    for sticky in (False, True):
        for index in indices:
            restore(folder, files)
            status, _, live, said = run(command, folder, count, index, sticky)
            wrong = judge(status, live, contents(folder), before, usual)
            if wrong and said:
                wrong += "; it ended: " + said.decode(errors="replace")[-200:]
            tally.verdict("allocation %d%s of %s" % (
                index, " and later" if sticky else "", " ".join(command)), wrong)


def records_of(format):
    """Good and bad ones, of the tests of that format and its example."""
    records = []
    for file in sorted(glob.glob(ROOT + "/tests/formats/%s/*.jsonl" % format)):
        if os.path.basename(file).count(".") == 1:
            with open(file, "rb") as lines:
                records += [line for line in lines if line.strip()]
    rng.shuffle(records)
    example = subprocess.run([PROGRAM, "formats", format],
                             capture_output=True).stdout
    return [line for line in example.splitlines(True)
            if line[:1] in b"{["] + records


def blocks_of(format):
    """The example so often that there are blocks for threads, a bad record in
    one of them."""
    record = records_of(format)[0]
    half = record * (BLOCKS // 2 // len(record))
    return half + b'{"x":\n' + half


def wide_of(_format):
    """A record of openai that grows when it is spelled in ASCII."""
    turns = [{"role": "user", "content": "\u00e9" * 200000},
             {"role": "assistant", "content": "a" * 400000}] * 2
    return json.dumps({"messages": turns}, ensure_ascii=False).encode()


def main():
    catalogue = json.loads(subprocess.run(
        [PROGRAM, "formats", "--json"], capture_output=True).stdout)["formats"]
    targets = [f["name"] for f in catalogue if f["write"]] + TEMPLATES
    sources = [f["name"] for f in catalogue if f["read"]]
    pairs = [[source, "--to", target] for source in sources
             for target in targets]
    rng.shuffle(pairs)
    if not LONG:
        pairs = pairs[:PAIRS]
    threaded = [[source, "-j", str(jobs), "--to", target]
                for source, target, jobs in (
                    ("alpaca", "openai", 2), ("openai", "chatml", 3),
                    ("sharegpt", "model", 2))]
    if LONG:
        threaded += [[source, "-j", "2", "--to", "model"] for source in sources]
    few = sys.maxsize if LONG else INDICES
    with tempfile.TemporaryDirectory() as outside:
        folder = os.path.join(outside, "here")
        count = os.path.join(outside, "count")
        os.mkdir(folder)
        for commands, make, most in (
                (OTHERS, lambda f: b"".join(records_of(f)[:MORE]), few),
                (CHANGED, wide_of, few),
                (pairs, lambda f: b"".join(records_of(f)[:RECORDS]), few),
                (threaded, blocks_of, THREADED_LONG if LONG else THREADED)):
            for source, *options in commands:
                torture(["in", "--from", source, "-o", "target", "--on-error",
                         "skip"] + options,
                        {"in": make(source), "target": b"old\n",
                         "tokenizer_config.json": CONFIG}, folder, count, most)
    return tally.end()


is_bare = os.path.exists(PRELOAD) and not os.environ.get("RUN")
sys.exit(main() if is_bare else SKIPPED)
