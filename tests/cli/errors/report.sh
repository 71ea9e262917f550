# The report: figures, ledger, errors by code, rejected records.
command -v python3 >/dev/null || exit 77
cat >in <<'E'
{"messages":[{"role":"system","content":"s"},{"role":"user","content":"1"},{"role":"assistant","content":"2"}],"id":1}

{"messages":[{"role":"system","content":"s"},{"role":"user","content":"1"},{"role":"assistant","content":"2"},{"role":"user","content":"3"},{"role":"assistant","content":"4"}]}
{"messages":[{"role":"user","name":"Ada","content":"1"},{"role":"assistant","content":"2"}]}
{"messages":[{"role":"user","content":"1"}]}
{"messages":[
 {"role":"user","content":"1"},{"role":"robot","content":"2"}]}
oops
E
sftconv in -t bedrock --on-error skip --report report -q >/dev/null 2>&1; echo "status $?"
python3 - <<'E'
import json
r = json.load(open("report"))
for k, v in r.items():
    if isinstance(v, list):
        for x in v:
            print(k, x)
    else:
        print(k, v)
assert r["records"] == r["converted"] + r["rejected"]
E
echo '# of a run without errors'
head -n 1 in | sftconv -t alpaca --report report >/dev/null 2>&1
python3 -c 'import json; r = json.load(open("report")); print(r["from"], r["to"], r["exit"], r["records"], r["written"], r["lines"], r["blank"], r["errors"], r["rejects"])'
echo '# of nothing'
sftconv -t alpaca --report report </dev/null
python3 -c 'import json; r = json.load(open("report")); print(r["from"], r["to"], r["exit"], r["records"], r["lines"])'
echo '# not over the input, not instead of the output'
cp in keep
sftconv in -t bedrock --report in; echo "status $?"
cmp in keep
echo '# of a run that stops: what was read so far'
for options in '' '-j 1' '--limit 2'; do
    # shellcheck disable=SC2086  # words
    sftconv in -t bedrock -q $options --report report >/dev/null 2>&1
    python3 -c 'import json; r = json.load(open("report")); print(r["records"], r["lines"], r["blank"], r["bytes"])'
done
