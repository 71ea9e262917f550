#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How much of src/ was reached: a line a file, and the sum.

    tests/cover/table.py FOLDER

FOLDER is where the build counted (build/cover).  What says "unreachable: WHY"
in a comment at its end, because it guards against what cannot happen, does not
count: that line, and the branches on it.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

UNREACHABLE = re.compile(r"/\* unreachable: \S.*")


def counted(folder):
    """What gcov says of each C file of src/."""
    counts = sorted(map(str, Path(folder, "src").glob("*/*.gcda")))
    said = subprocess.run(
        ["gcov", "--branch-probabilities", "--json-format", "--stdout", *counts],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    ).stdout
    for unit in said.decode().splitlines():
        for file in json.loads(unit)["files"]:
            if re.fullmatch(r"src/.*\.c", file["file"]):
                yield file


def reached(file):
    """Lines reached, all lines, branches taken, all branches."""
    source = Path(file["file"]).read_text().split("\n")
    lines = {}
    for line in file["lines"]:
        number = line["line_number"]
        if not UNREACHABLE.search(source[number - 1]):
            count, branches = lines.get(number, (0, []))
            branches = branches + [b["count"] > 0 for b in line["branches"]]
            lines[number] = count + line["count"], branches
    branches = [taken for _, taken in lines.values()]
    return (
        sum(count > 0 for count, _ in lines.values()),
        len(lines),
        sum(sum(taken) for taken in branches),
        sum(len(taken) for taken in branches),
    )


def show(name, hit, lines, taken, branches):
    print(
        f"{100 * hit / max(lines, 1):6.1f}% of {lines:5} lines "
        f"{100 * taken / branches if branches else 100:6.1f}% of {branches:5} branches"
        f"  {name}"
    )


def main():
    total = [0, 0, 0, 0]
    for file in sorted(counted(sys.argv[1]), key=lambda file: file["file"]):
        found = reached(file)
        total = [sum(pair) for pair in zip(total, found)]
        show(file["file"], *found)
    show("src/", *total)


if __name__ == "__main__":
    main()
