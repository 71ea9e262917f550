# What is listed works.
command -v python3 >/dev/null || exit 77
sftconv formats >list; echo "status $?"
awk 'length($0) > 80' list
sftconv formats --json >json; echo "status $?"
# name, what it holds, read, write
python3 - >names <<'E'
import json
NEEDS = {"preference": "pairs", "openai-dpo": "pairs", "kto": "labels"}
for f in json.load(open("json"))["formats"]:
    assert list(f) == ["name", "aliases", "read", "write", "carries"], f
    assert f["read"] or f["write"]
    carries = set(f["carries"])
    holds = ("all" if {"plain", "turns"} <= carries else
             "texts" if "plain" in carries else
             NEEDS.get(f["name"], "conversations"))
    for name in [f["name"]] + f["aliases"]:
        print(name, holds, f["read"], f["write"])
E
cat names
# only --from can say that a text is one of these
named=' chatml-text llama3-text alpaca-text hh '
while read -r name holds reads writes; do
    sftconv formats "$name" >one || echo "no $name"
    grep '^[[{]' one >example
    if [ "$writes" = True ]; then
        sftconv example -f "$name" -t "$name" 2>&1 | cmp - example
    else
        sftconv example -t "$name" 2>&1
    fi
    # detected by itself
    sftconv example -f "$name" -t model >a
    case $named in
    *" $name "*) ;;
    *) sftconv example -t model | cmp - a ;;
    esac
    while read -r target held _ written; do
        # a text becomes no conversation, nor the other way round; one answer
        # has no other and no label
        [ "$written" = True ] || continue
        both=
        case $holds,$held in
        pairs,pairs | labels,labels) ;;
        texts,texts | *,all) ;;
        texts,* | *,texts | *,pairs) continue ;;
        pairs,*) both='--preference both' ;;
        *,labels) continue ;;
        labels,*) both='--preference both' ;;
        esac
        # shellcheck disable=SC2086  # two words, or none
        sftconv example -f "$name" -t "$target" --drop weights $both -q >out ||
            echo "$name to $target"
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
echo '# a file of that name'
echo '{"prompt":"p","completion":"c"}' >formats
sftconv --to openai -- formats; echo "status $?"
sftconv --to openai ./formats; echo "status $?"
sftconv formats -- dolly | head -n 1
sftconv -i formats --to openai; echo "status $?"
