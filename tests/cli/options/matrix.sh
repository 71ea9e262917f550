# What the matrix says is what the catalogue says.
command -v python3 >/dev/null || exit 77
sftconv formats --json >json
sftconv formats --matrix >matrix; echo "status $?"
awk 'length($0) > 80' matrix
python3 - <<'E2'
import json
formats = {f["name"]: f for f in json.load(open("json"))["formats"]}
head, _, legend = open("matrix").read().partition("\n\n= exact")
names = [line.split()[0] for line in legend.split("\n\n")[1].splitlines()]
lines = head.splitlines()
rows = [line for line in lines if line[0] != " "]
tall = [line.ljust(14 + 2 * len(names)) for line in lines if line[0] == " "]
for i, name in enumerate(names):
    down = "".join(line[15 + 2 * i] for line in tall)
    assert down.rjust(len(tall)) == name.rjust(len(tall)), (down, name)
written = [f for f in formats.values() if f["write"]]
assert [row.split()[0] for row in rows] == [f["name"] for f in written]
for row in rows:
    name, fates = row.split()[0], row[14:].split()
    exact = {n for n, fate in zip(names, fates) if fate == "="}
    carried = set(formats[name]["carries"]) & set(names)
    assert exact >= carried and set(fates) <= set("=~-"), (name, exact ^ carried)
E2
sftconv formats --matrix --json; echo "status $?"
sftconv formats alpaca --matrix; echo "status $?"
