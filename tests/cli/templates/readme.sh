# The README's tables are what the program lists.
command -v python3 >/dev/null || exit 77
sftconv templates >templates
sftconv formats >formats
for name in $(sed -n 's/^\([^ ][^ ]*\).*/\1/p' formats); do
    sftconv formats "$name" | sed -n "s/^  aliases  */$name, /p"
done >aliases
python3 - "$ROOT/README.md" <<'E'
import re, sys

def cells(line):
    line = re.sub(r"\\(.)|`", lambda m: "\0" if m[1] == "|" else m[1] or "", line)
    return [cell.strip().replace("\0", "|") for cell in line.split("|")[1:-1]]

def table(first):
    lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
    at = [cells(line)[:len(first)] for line in lines].index(first) + 2
    end = at
    while lines[end].startswith("|"):
        end += 1
    return [cells(line) for line in lines[at:end]]

def listed(file, separator):
    rows = []
    for line in open(file):
        if line[0] != " ":
            rows.append(line.strip())
        else:
            rows[-1] += " " + line.strip()
    return [separator.split(row) for row in rows]

def expect(what, wanted, found):
    for pair in [p for p in zip(wanted, found) if p[0] != p[1]]:
        print(what, *pair, sep="\n  ")
    if len(wanted) != len(found):
        print(what, len(wanted), len(found))

templates = []
for name, title, carries in listed("templates", re.compile("  +| carries ")):
    templates.append([name, title, carries])
expect("templates", templates, table(["name", "model family", "carries"]))

formats = table(["format", "what it is"])
expect("formats", [row[0] for row in listed("formats", re.compile("  +"))],
       [row[0] for row in formats])
also = [", ".join([row[0], re.search(r"also ([^)]*)\)", row[1])[1]])
        for row in formats if "(also" in row[1]]
expect("aliases", open("aliases").read().splitlines(), also)
E
