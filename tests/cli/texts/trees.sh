# Trees of every shape.
command -v python3 >/dev/null || exit 77
cat >trees.py <<'E'
import json, random, sys
random.seed(7)

def tree(n):
    """A tree of n messages, each below one of those before it."""
    nodes = []
    for i in range(n):
        node = {"text": str(i), "role": "prompter", "replies": []}
        if nodes:
            parent = random.choice(nodes[-20:])
            parent["replies"].append(node)
            node["role"] = ("assistant" if parent["role"] == "prompter"
                            else "prompter")
        node["rank"] = random.choice([None, 0, 1, 2, 3])
        node["deleted"] = i > 0 and random.random() < 0.1
        nodes.append(node)
    return nodes[0]

def live(node):
    return [r for r in node["replies"] if not r["deleted"]]

def paths(node, before=()):
    path = before + (node["text"],)
    if not live(node):
        yield path
    for reply in live(node):
        yield from paths(reply, path)

def best(node):
    path = []
    while True:
        path.append(node["text"])
        replies = live(node)
        if not replies:
            return path
        node = min(replies, key=lambda r: (r["rank"] is None, r["rank"] or 0))

trees = [tree(random.randrange(1, 200)) for _ in range(50)]
with open("in", "w") as out:
    for t in trees:
        out.write(json.dumps({"message_tree_id": "x", "prompt": t}) + "\n")
def row(path):
    return json.dumps([m for m in path], separators=(",", ":"))
with open("best", "w") as out:
    for t in trees:
        print(row(best(t)), file=out)
with open("all", "w") as out:
    for t in trees:
        for path in paths(t):
            print(row(path), file=out)
E
python3 trees.py
texts() {
    python3 -c '
import json, sys
for line in sys.stdin:
    row = [m["content"] for m in json.loads(line)["messages"]]
    print(json.dumps(row, separators=(",", ":")))'
}
sftconv in --to openai -q | texts | cmp - best
sftconv in --to openai --oasst all -q | texts | cmp - all
wc -l <all

# as deep as JSON may be, and one deeper
deep() {
    awk -v n="$1" 'BEGIN {
        printf "{\"prompt\":"
        for (i = 0; i < n; i++)
            printf "{\"text\":\"x\",\"role\":\"user\",\"replies\":["
        for (i = 0; i < n; i++)
            printf "]}"
        print "}"
    }'
}
deep 499 | sftconv --to openai --oasst all -q | grep -o '"user"' | wc -l
deep 500 | sftconv --to openai --oasst all -q

# many paths over one long stem would be more than a record may become
awk 'BEGIN {
    printf "{\"prompt\":{\"text\":\"q\",\"role\":\"user\",\"replies\":["
    for (i = 0; i < 5000; i++)
        printf "%s{\"text\":\"a\",\"role\":\"assistant\"}", i ? "," : ""
    print "]}}"
}' >wide
sftconv wide --to openai --oasst all --max-record-bytes 400k; echo "status $?"
sftconv wide --to openai --max-record-bytes 400k
sftconv wide --to openai --oasst all -q | wc -l
sftconv wide --to openai --oasst some; echo "status $?"
