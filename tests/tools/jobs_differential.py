#!/usr/bin/env python3
"""Is a run the same for every number of threads, and of shares?

usage: jobs_differential.py PROGRAM [TIMES]

Makes 12 x TIMES files of a few megabytes that hold all that threads could
stumble over: records of many lines and sizes, blank and broken ones, arrays,
records without a format, errors near the point where a run stops, messages of
trees, more names than are counted one by one.  Each is converted by 1, 2, 3
and 8 jobs, from a file and through a pipe: standard output, messages, rejected
records, report and exit status must be the same to the byte.  Where each record
is a line, what the shares of some files write, one after the other, must be what
one run writes.  The files are the same in each run.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

FILES = 12
SHOWN = 5
JOBS = ["1", "2", "3", "8"]

rng = random.Random(20261001)


def words(most):
    return " ".join(rng.choice(["one", "two", "three", "\u6587\u5b57", "\u00e9t\u00e9",
                                "a\nb", "\"q\"", "\\"])
                    for _ in range(rng.randint(1, most)))


def alpaca():
    record = {"instruction": words(30), "input": rng.choice(["", words(9)]),
              "output": words(60)}
    if rng.random() < 0.05:
        record["id"] = rng.randint(1, 99)
    return record


def sharegpt():
    turns = [{"from": "human", "value": words(20)},
             {"from": "gpt", "value": words(40)}]
    return {"conversations": turns * rng.randint(1, 3)}


def message(i):
    """One of a tree, as Open-Assistant's flat files have them."""
    is_prompt = i % 4 == 0
    return {"message_id": "m%d" % i,
            "parent_id": None if is_prompt else "m%d" % (i - 1),
            "text": words(9), "role": "prompter" if i % 2 == 0 else "assistant"}


def spelled(record):
    """A record as a unit: nearly always a line."""
    kind = rng.random()
    ascii_only = rng.random() < 0.3
    if kind < 0.97:
        return json.dumps(record, ensure_ascii=ascii_only)
    return json.dumps(record, ensure_ascii=ascii_only, indent=rng.choice([0, 1]))


BROKEN = ['{"instruction":', "oops", '{"a":"\\ud800"}', '{"instruction":7}',
          "{}", "[]", '"x"', '{"instruction":"a","output":"b"', "]", "{\n \"a\"",
          '{"messages":[{"role":"king","content":"x"}]}']
BLANK = ["", " ", "\t\r"]


def line(make, trouble):
    kind = rng.random()
    if kind < trouble:
        return rng.choice(BROKEN)
    if kind < 1.5 * trouble:
        return rng.choice(BLANK)
    if kind < 1.6 * trouble:
        return " " + json.dumps(make()) + json.dumps(make())
    return spelled(make())


def many_names():
    record = alpaca()
    for _ in range(30):
        record["k%d" % rng.randint(1, 400)] = 1
    return record


def lines(trouble):
    """Lines, some of them broken; the first is well, so that there is a
    format."""
    make = rng.choice([alpaca, alpaca, sharegpt, many_names])
    result, size = [json.dumps(alpaca())], 0
    while size < SIZE:
        result.append(line(make, trouble))
        size += len(result[-1])
    if rng.random() < 0.3:
        result.insert(rng.randrange(1, len(result)),
                      json.dumps({"instruction": "large " * 300000,
                                  "output": "x"}))
    return "\n".join(result) + rng.choice(["", "\n"])


def late_trouble():
    """All is well but for a few lines near the end."""
    all_lines = lines(0).split("\n")
    for _ in range(rng.randint(1, 9)):
        all_lines[rng.randrange(len(all_lines) // 2, len(all_lines))] = \
            rng.choice(BROKEN)
    return "\n".join(all_lines)


def indented():
    """No line begins in the first column."""
    return "\n".join(" " + text for text in lines(0.001).split("\n"))


def array():
    elements = [alpaca() for _ in range(SIZE // 500)]
    texts = [json.dumps(each, indent=rng.choice([None, 2])) for each in elements]
    for _ in range(rng.choice([0, 3])):
        texts[rng.randrange(len(texts))] = rng.choice(BROKEN)
    return "[" + rng.choice([",", ",\n", ",\n  "]).join(texts) + "\n]\n"


def trees():
    return "\n".join(json.dumps(message(i) if i % 9 else alpaca())
                     for i in range(SIZE // 200))


SIZE = 2000000
KINDS = [lambda: lines(0), lambda: lines(0.001), lambda: lines(0.3), indented,
         array, late_trouble, late_trouble, trees]
TARGETS = ["openai", "alpaca", "sharegpt", "model", "llama3", "bedrock"]
OPTIONS = [[], ["--on-error", "skip"], ["--on-error", "skip"],
           ["--max-errors", "3"], ["--max-errors", "40"],
           ["--max-errors", "10%"], ["--on-error", "skip", "--array"],
           ["--from", "mixed", "--on-error", "skip"], ["--limit", "3000"],
           ["--max-record-bytes", "1M", "--on-error", "skip"],
           ["--repair-unicode", "--on-error", "skip", "--keep", "all"]]


def contents(path):
    if not os.path.exists(path):
        return None
    with open(path, "rb") as opened:
        result = opened.read()
    os.unlink(path)
    return result


def run(program, folder, jobs, target, options, piped):
    source, bad = os.path.join(folder, "in"), os.path.join(folder, "bad")
    report = os.path.join(folder, "report")
    command = [program, "--to", target, "--jobs", jobs, "--rejects", bad,
               "--report", report, "-v"] + options
    with open(source, "rb") as opened:
        if piped:
            done = subprocess.run(command, input=opened.read(),
                                  capture_output=True, check=False)
        else:
            done = subprocess.run(command + [source], capture_output=True,
                                  check=False)
    return {"status": done.returncode, "stdout": done.stdout,
            "stderr": done.stderr, "rejects": contents(bad),
            "report": contents(report)}


def shares(program, folder, target):
    """Are two files the same in shares?"""
    paths = [os.path.join(folder, name) for name in ("in1", "in2")]
    for path in paths:
        all_lines = [line(alpaca, 0.05) for _ in range(300)]
        all_lines = [each for each in all_lines if "\n" not in each]
        with open(path, "wb") as opened:
            text = "\n".join([json.dumps(alpaca())] + all_lines)
            opened.write(text.encode("utf-8") + rng.choice([b"", b"\n"]))
    command = [program, "--to", target, "--on-error", "skip", "-q"] + paths
    whole = subprocess.run(command, capture_output=True, check=False).stdout
    for count in (1, 2, 3, 7, 64):
        parts = [subprocess.run(
            command + ["--shard", "%d/%d" % (i, count), "--jobs", "2"],
            capture_output=True, check=False).stdout for i in range(count)]
        if b"".join(parts) != whole:
            return "%d shares give another output" % count
    return None


def trouble(program, folder, text, target, options):
    with open(os.path.join(folder, "in"), "wb") as opened:
        opened.write(text.encode("utf-8"))
    for piped in (False, True):
        expected = run(program, folder, JOBS[0], target, options, piped)
        for jobs in JOBS[1:]:
            actual = run(program, folder, jobs, target, options, piped)
            for what, value in expected.items():
                if actual[what] != value:
                    return "%s is another with %s jobs%s" % (
                        what, jobs, ", through a pipe" if piped else "")
    return None


def main():
    program = sys.argv[1]
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for i in range(FILES * times):
            kind = i % (len(KINDS) + 1)
            target, options = rng.choice(TARGETS), rng.choice(OPTIONS)
            if kind == len(KINDS):
                wrong = shares(program, folder, target)
            else:
                wrong = trouble(program, folder, KINDS[kind](), target, options)
            passed += wrong is None
            failed += wrong is not None
            if wrong and failed <= SHOWN:
                print("file %d (kind %d), --to %s %s: %s" % (
                    i, kind, target, " ".join(options), wrong))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(failed > 0)


main()
