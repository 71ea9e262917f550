# Rows that are messages of trees, which only the whole file has.
command -v python3 >/dev/null || exit 77
cat >make.py <<'E'
import json, random
random.seed(11)

def tree(name, n):
    nodes = []
    for i in range(n):
        node = {"message_id": f"{name}\u00e9{i}", "parent_id": None,
                "text": f"{name}.{i}", "rank": random.choice([None, 0, 1, 2]),
                "role": "prompter", "replies": []}
        if nodes:
            parent = random.choice(nodes[-9:])
            parent["replies"].append(node)
            node["parent_id"] = parent["message_id"]
            node["role"] = ("assistant" if parent["role"] == "prompter"
                            else "prompter")
        nodes.append(node)
    return nodes[0]

def rows(node, children_first):
    row = {k: v for k, v in node.items() if k != "replies"}
    below = [r for reply in node["replies"]
             for r in rows(reply, children_first)]
    return below + [row] if children_first else [row] + below

trees = [tree(f"t{i}", random.randrange(1, 60)) for i in range(40)]
def write(name, records):
    with open(name, "w") as out:
        for i, r in enumerate(records):
            out.write(json.dumps(r, ensure_ascii=i % 2 == 0) + "\n")
write("trees", [{"message_tree_id": t["message_id"], "prompt": t}
                for t in trees])
write("rows", [r for t in trees for r in rows(t, False)])
write("children_first", [r for t in trees for r in rows(t, True)])
# each tree's rows in their order, but the trees among each other
queues = [rows(t, False) for t in trees]
mixed = [q.pop(0) for q in queues]
while any(queues):
    mixed.append(random.choice([q for q in queues if q]).pop(0))
write("among", mixed)
E
python3 make.py
for paths in best all; do
    sftconv trees --to openai --oasst $paths -q >expected
    for flat in rows children_first among; do
        sftconv $flat --to openai --oasst $paths -q | cmp - expected
    done
    sftconv --to openai --oasst $paths -q --array <rows |
        sed '1d;$d;s/,$//' | cmp - expected
    wc -l <expected
done
sftconv rows --to openai --report report 2>&1 >/dev/null | head -n 3
python3 -c '
import json
r = json.load(open("report"))
print(r["records"] == r["converted"] == sum(1 for _ in open("rows")),
      r["written"], r["lines"] == r["records"])'

echo '# one row is no record'
head -n 1 rows >one
sftconv one --to openai -q

echo '# rows without a place'
cat >bad <<'E'
{"message_id":"b","parent_id":"a","role":"assistant","text":"reply"}
{"message_id":"a","parent_id":null,"role":"prompter","text":"prompt"}
{"message_id":"\u0061","role":"prompter","text":"twice"}
{"message_id":"o","parent_id":"nowhere","role":"assistant","text":"orphan"}
{"message_id":"p","parent_id":"o","role":"prompter","text":"below it"}
{"message_id":"q","parent_id":"p","role":"assistant","text":"and below that"}
{"message_id":"s","parent_id":"s","role":"assistant","text":"its own parent"}
{"message_id":"x","parent_id":"y","role":"assistant","text":"circle"}
{"message_id":"y","parent_id":"x","role":"assistant","text":"circle"}
{"message_id":"z","parent_id":"y","role":"assistant","text":"below a circle"}
{"message_id":"n","parent_id":7,"role":"assistant","text":"a number"}
{"message_id":"m","parent_id":"n","role":"assistant","text":"below it"}
{"message_id":"c","parent_id":null,"role":"narrator","text":"a bad tree","replies":[]}
{"message_id":"d","parent_id":"c","role":"assistant","text":"goes with it","replies":null}
 {"message_id":"e","parent_id":null,"role":"prompter","text":"alone"} {"message_id":"f","parent_id":"e","role":"assistant","text":"beside it"}
E
sftconv bad --to openai; echo "status $?"
sftconv bad --to openai --on-error skip --rejects rejects --report report \
    --errors json 2>messages; echo "status $?"
sed 's/.*"line":\([0-9]*\),"column":\([0-9]*\),"offset":\([0-9]*\),.*"message":"\([^}]*\)".*/\1:\2 \3 \4/' messages
cat rejects
python3 -c '
import json
r = json.load(open("report"))
print(r["records"], r["converted"], r["rejected"], r["written"])'
sftconv bad --to openai --max-errors 3 -q 2>&1 | grep -c TREE
echo '# mended, they are converted'
sed 's/narrator/prompter/' rejects | tail -n 2 | sftconv --to openai -q

echo '# some of a file'
sftconv rows --to openai --limit 1 2>&1
head -n 5 children_first >five
sftconv five --to openai --on-error skip -q 2>&1 | sed 's/"t[^"]*"/ID/g'
sftconv bad rows --to openai --limit 3 --on-error skip

echo '# each file by itself, and trees between'
{ cat bad; head -n 1 trees; } | sftconv --to model --on-error skip -q \
    2>/dev/null | wc -l
printf '%s\n' '{"message_id":"1","role":"prompter","text":"q"}' >q
printf '%s\n' '{"message_id":"2","parent_id":"1","role":"assistant","text":"a"}' >a
cat q a | sftconv --to openai -q
sftconv q a --to openai -q
{ cat q; echo '{"prompt":"x","completion":"y"}'; cat a; } |
    sftconv --to openai --from mixed -q

echo '# bad rows among them'
{ cat q; echo '{"message_id":'; cat a; } | sftconv --to openai
{ cat q; echo '{"message_id":'; cat a; } | sftconv --to openai --on-error skip
{ cat q; printf '{"message_id":"3","parent_id":"1","role":"assistant","text":"\377"}\n'; } |
    sftconv --to openai --repair-unicode

echo '# a chain that is deeper than JSON, and many replies to one prompt'
awk 'BEGIN { for (i = 0; i < 200000; i++)
    printf "{\"message_id\":\"%d\",\"parent_id\":%s,\"role\":\"user\",\"text\":\"x\"}\n", i, i ? "\"" i - 1 "\"" : "null" }' >chain
sftconv chain --to openai --on-error skip
head -n 499 chain | sftconv --to openai -q | grep -o user | wc -l
awk 'BEGIN { for (i = 0; i < 200000; i++)
    printf "{\"message_id\":\"%d\",\"parent_id\":%s,\"role\":\"user\",\"text\":\"x\"}\n", i, i ? "\"0\"" : "null" }' >wide
sftconv wide --to openai --oasst all -q | wc -l
sftconv wide --to openai --max-record-bytes 1M --on-error skip
