# What is listed works.
command -v python3 >/dev/null || exit 77
sftconv formats >list; echo "status $?"
awk 'length($0) > 80' list
sftconv formats --json >json; echo "status $?"
python3 - >names <<'E'
import json
for f in json.load(open("json"))["formats"]:
    assert list(f) == ["name", "aliases", "read", "write", "carries"], f
    assert f["read"] is True and f["write"] is True
    for name in [f["name"]] + f["aliases"]:
        print(name)
E
cat names
while read -r name; do
    sftconv formats "$name" >one || echo "no $name"
    grep '^{' one >example
    sftconv example -f "$name" -t "$name" 2>&1 | cmp - example
    # detected by itself
    sftconv example -t model >a; sftconv example -f "$name" -t model | cmp - a
    while read -r target; do
        sftconv example -t "$target" -q >out || echo "$name to $target"
        [ -s out ] || echo "$name to $target: nothing"
    done <names
done <names
sftconv formats openai-legacy | head -n 2
sftconv formats alpacca; echo "status $?"
sftconv formats xyz; echo "status $?"
sftconv formats alpaca openai; echo "status $?"
sftconv formats --to alpaca; echo "status $?"
sftconv formats alpaca --json; echo "status $?"
sftconv --json; echo "status $?"
