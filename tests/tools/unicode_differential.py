#!/usr/bin/env python3
"""Are characters of the output those that Python makes?

usage: unicode_differential.py PROGRAM [TIMES]

--normalize: every code point that Python's version of Unicode knows, by
itself and beside others, and 40,000 x TIMES random strings of characters that
normalisation is about, must become what unicodedata.normalize makes of them;
what is normal already keeps its bytes, and the ledger counts the records that
changed.  --unicode: random strings, spelled in every way that JSON allows,
must leave as json.dumps spells them, keys too.  The strings are the same in
each run.
"""
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata

STRINGS = 40_000
BATCH = 20_000
SHOWN = 5
FORMS = {"nfc": "NFC", "nfkc": "NFKC"}

rng = random.Random(20261123)
passed = failed = 0


def check(fine, *shown):
    global passed, failed
    passed += fine
    failed += not fine
    if not fine and failed <= SHOWN:
        print(*shown)


# Characters.  Those of a later version of Unicode than Python's are not
# looked at: the program's may be another one.

ASSIGNED = [chr(c) for c in range(0x80, 0x110000)
            if not 0xd800 <= c < 0xe000
            and unicodedata.category(chr(c)) != "Cn"]
MARKS = [c for c in ASSIGNED if unicodedata.combining(c)]
COMPOSED = [c for c in ASSIGNED if unicodedata.decomposition(c)
            and not unicodedata.decomposition(c).startswith("<")]
PARTS = sorted(set("".join(unicodedata.normalize("NFD", c)
                           for c in COMPOSED)))
COMPATIBLE = [c for c in ASSIGNED
              if unicodedata.decomposition(c).startswith("<")]
JAMO = [chr(c) for c in range(0x1100, 0x1200)] + ["\uac00", "\uac01", "\ud7a3"]
PLAIN = list("aeiouAEIOU <>={}[]:,\"\\/\n\0\x1f\x7f") + ["plain text, long "]
KINDS = [MARKS, PARTS, PARTS, COMPOSED, COMPATIBLE, JAMO, PLAIN, PLAIN,
         ASSIGNED, ["\u4f60", "\u3042", "\ud55c", "\U0001f600", "\u0301"]]


def stack():
    """A character taken apart, with more marks strewn in."""
    first, *rest = unicodedata.normalize("NFD", rng.choice(COMPOSED))
    rest += rng.choices(MARKS, k=rng.randrange(4))
    rng.shuffle(rest)
    return "".join([first] + rest)


def random_text():
    if rng.random() < 0.4:
        return "".join(stack() for _ in range(rng.randrange(1, 4)))
    kinds = rng.choices(KINDS, k=3)
    return "".join(rng.choice(rng.choice(kinds))
                   for _ in range(rng.randrange(12)))


def escape(character):
    units = character.encode("utf-16-be").hex()
    if rng.random() < 0.3:
        units = units.upper()
    return "".join("\\u" + units[i:i + 4] for i in range(0, len(units), 4))


SHORT = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
         "/": "\\/", '"': '\\"', "\\": "\\\\"}


def spell(character):
    """A character as some program or other may write it."""
    if character in SHORT and rng.random() < 0.6:
        return SHORT[character]
    if character < " " or character in '"\\' or rng.random() < 0.2:
        return escape(character)
    return character


def spelled(text):
    return '"' + "".join(spell(c) for c in text) + '"'


# Runs of the program.

def convert(program, data, *options):
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report")
        run = subprocess.run(
            [program, "--from", "alpaca", "--to", "alpaca", "--report", report,
             *options], input=data.encode(), capture_output=True, check=False)
        if run.returncode != 0:
            print("status %d: %s" % (run.returncode, run.stderr[-600:]))
            return [], 0
        with open(report, encoding="utf-8") as file:
            rows = json.load(file)["ledger"]
    changed = sum(row["count"] for row in rows if row["kind"] == "changed")
    return run.stdout.decode().split("\n"), changed


def record(value):
    """A record whose key must not be normalised."""
    return '{"instruction":%s,"output":"","e\u0301\\u0041\uff21":[1.50,%s]}' \
        % (value, value)


def check_normal(program, values):
    """Values are strings of JSON."""
    data = "".join(record(value) + "\n" for value in values)
    for option, form in FORMS.items():
        rows, counted = convert(program, data, "--normalize", option)
        rows += [""] * (len(values) - len(rows))
        changed = 0
        for value, row in zip(values, rows):
            text = json.loads(value)
            normal = unicodedata.normalize(form, text)
            changed += normal != text
            if normal == text:
                check(row == record(value), form, value, "became", row)
                continue
            match = re.match(r'{"instruction":("(?:[^"\\]|\\.)*")', row)
            got = match.group(1) if match else '"?"'
            check(row == record(got) and json.loads(got) == normal,
                  form, ascii(text), "became", ascii(row), "not",
                  ascii(normal))
        check(counted == changed, form, "changed", changed, "counted", counted)


def check_spelling(program, values):
    data = "".join(record(value) + "\n" for value in values)
    for option in ("utf8", "ascii"):
        rows, _ = convert(program, data, "--unicode", option)
        rows += [""] * (len(values) - len(rows))
        for value, row in zip(values, rows):
            wanted = json.dumps(json.loads(record(value).replace(
                "1.50", '"1.50"')), ensure_ascii=option == "ascii",
                separators=(",", ":")).replace('"1.50"', "1.50", 1)
            check(row == wanted, option, value, "became", row)


def batches(values):
    for i in range(0, len(values), BATCH):
        yield values[i:i + BATCH]


def main():
    program = sys.argv[1]
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 1

    # Every code point alone, after a letter, and among marks and Hangul.
    frames = ["%s", "e%s\u0301", "\u0323%s\u0323", "\uac00%s\u3099"]
    for frame in frames[:2 + 2 * (times > 1)]:
        lines = ['"%s"' % (frame % c) for c in ASSIGNED]
        for batch in batches(lines):
            check_normal(program, batch)
    # Every composite taken apart.
    check_normal(program, ['"%s"' % unicodedata.normalize("NFD", c)
                           for c in COMPOSED])
    # Each part of a composite after each first one of some.
    firsts = rng.sample(PARTS, 20 * min(times, 3)) + ["\u1100", "\uac00", "\""]
    for first in firsts:
        check_normal(program, [json.dumps(first + c) for c in PARTS + JAMO])
    for _ in range(times):
        texts = [spelled(random_text()) for _ in range(STRINGS)]
        for batch in batches(texts):
            check_normal(program, batch)
            check_spelling(program, batch)
    # Runs of marks, long and out of order.
    long = ["".join(rng.choices(MARKS, k=n)) for n in (15, 16, 17, 18, 5000)]
    check_normal(program, ['"a%s"' % marks for marks in long])
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
