#!/usr/bin/env python3
"""Does every value come through as Python's json reads it?

usage: json_differential.py PROGRAM [TIMES]

Makes 100,000 x TIMES alpaca records with further members of any JSON, spelled
in every way that JSON allows, and converts them in batches.  To sharegpt: the
texts and every kept member must be equal, numbers compared as they are
written.  To alpaca: the bytes must be those that came, without the white
space between tokens.  The records are the same in each run.
"""
import json
import random
import re
import subprocess
import sys

RECORDS = 100_000
BATCH = 20_000
SHOWN = 10

GAP = "\x00"  # where white space may stand, while a record is put together
SPACES = [" ", "  ", "\t", "\r", " \t", "\n ", "\r\n\t", "\n  \n "]

rng = random.Random(20260601)


# Strings: pieces of them, each as JSON spells it.

PLAIN = ["a", "the ", "answer", "{", "}", "[", "]", ":", ", ", "'", "//", " ",
         "\x7f", "0", "null", "human", "\u00e9", "\u4f60\u597d", "\ud55c",
         "\u0800", "\uffff", "\u2028", "\u202e", "\U00010000", "\U0001f600",
         "\U0010ffff", "\ufeff", "e\u0301", "instruction", "Bearbeiten ",
         "x" * 15, "y" * 16, "z" * 17]
ESCAPES = ['\\"', "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t"]


def any_escape():
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(ESCAPES)
    if kind == 1:
        return "\\u%04x" % rng.randrange(0x20)
    point = rng.choice((rng.randrange(0xd800), rng.randrange(0xe000, 0x10000),
                        rng.randrange(0x10000, 0x110000)))
    if point < 0x10000:
        units = "\\u%04x" % point
    else:
        point -= 0x10000
        units = "\\u%04x\\u%04x" % (0xd800 + (point >> 10),
                                    0xdc00 + (point & 0x3ff))
    return units.replace("a", "A").replace("d", "D") if kind == 2 else units


def string(prefix=""):
    pieces = [any_escape() if rng.random() < 0.3 else rng.choice(PLAIN)
              for _ in range(rng.randrange(9))]
    return '"' + prefix + "".join(pieces) + '"'


# Other values.

NUMBERS = ["0", "-0", "0.0", "-0.0", "1.0", "1e0", "1E+2", "0e-1", "1e400",
           "9007199254740993", "12345678901234567890", "-9223372036854775809",
           "0.1000000000000000055511151231257827", "123.456e-789",
           "1" * 50, "0." + "3" * 40]
WORDS = ["true", "false", "null", "{" + GAP + "}", "[" + GAP + "]", '""']


def number():
    if rng.random() < 0.4:
        return rng.choice(NUMBERS)
    text = rng.choice(("", "-")) + str(rng.randrange(10 ** rng.randrange(25)))
    if rng.random() < 0.5:
        text += ".%0*d" % (rng.randrange(1, 9), rng.randrange(10))
    if rng.random() < 0.3:
        text += rng.choice("eE") + rng.choice(("", "+", "-"))
        text += str(rng.randrange(400))
    return text


def value(depth):
    kind = rng.randrange(8 if depth else 6)
    if kind < 3:
        return string()
    if kind < 5:
        return number()
    if kind == 5:
        return rng.choice(WORDS)
    values = [value(depth - 1) for _ in range(rng.randrange(1, 4))]
    if kind == 6:
        return list_of("[", values, "]")
    return list_of("{", [member(string("%d" % i), v)
                         for i, v in enumerate(values)], "}")


def list_of(opening, items, closing):
    comma = GAP + "," + GAP
    return opening + GAP + comma.join(items) + GAP + closing


def member(key, text):
    return key + GAP + ":" + GAP + text


# Records.

def record():
    members = [member('"instruction"', string("i")),
               member('"output"', string("o"))]
    if rng.random() < 0.7:
        members.append(member('"input"', string()))
    for i in range(rng.randrange(4)):
        members.append(member(string("x%d" % i), value(3)))
    rng.shuffle(members)
    return list_of("{", members, "}")


def spaced(text):
    """The record with white space strewn in; its first byte starts a line."""
    if rng.random() < 0.3:
        return text.replace(GAP, "")
    spaces = iter(rng.choices(SPACES + [""] * 12, k=text.count(GAP)))
    return re.sub(GAP, lambda gap: next(spaces), text)


def read(text):
    def members(pairs):
        result = dict(pairs)
        assert len(result) == len(pairs), "a key twice"
        return result
    return json.loads(text, parse_int="#{}".format, parse_float="#{}".format,
                      object_pairs_hook=members)


def as_sharegpt(text):
    """What must become of a record."""
    source = read(text)
    instruction = source.pop("instruction")
    asked = source.pop("input", "")
    answer = source.pop("output")
    if instruction and asked:
        asked = "\n\n" + asked
    return {"conversations": [{"from": "human", "value": instruction + asked},
                              {"from": "gpt", "value": answer}], **source}


def convert(program, target, data):
    run = subprocess.run([program, "--from", "alpaca", "--to", target,
                          "--keep", "all"],
                         input=data, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, check=False)
    if run.returncode != 0:
        print("to %s: status %d: %s" % (target, run.returncode,
                                        run.stderr[-600:].decode()))
    return run.stdout.decode("utf-8", "replace").split("\n")


def same_value(text, row):
    try:
        return read(row) == as_sharegpt(text)
    except (ValueError, AssertionError):
        return False


def main():
    program = sys.argv[1]
    records = RECORDS * int(sys.argv[2] if len(sys.argv) > 2 else 1)
    failed = 0
    for _ in range(0, records, BATCH):
        made = [record() for _ in range(BATCH)]
        compact = [text.replace(GAP, "") for text in made]
        data = "\n".join(spaced(text) for text in made).encode() + b"\n"
        kept = convert(program, "alpaca", data)
        turned = convert(program, "sharegpt", data)
        for rows in (kept, turned):
            rows += [""] * (BATCH - len(rows))
        for text, same, row in zip(compact, kept, turned):
            if same != text or not same_value(text, row):
                failed += 1
                if failed <= SHOWN:
                    print("record   %s\nalpaca   %s\nsharegpt %s"
                          % (text, same, row))
    print("%d passed, %d failed" % (records - failed, failed))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
