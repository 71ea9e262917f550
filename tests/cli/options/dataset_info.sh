# A data set's entry in LLaMA-Factory's registry says how columns are called.
mkdir data
cat >data/dataset_info.json <<'J'
{
  "plain": {"file_name": "elsewhere.json"},
  "renamed": {
    "hf_hub_url": "someone/something",
    "formatting": "alpaca",
    "columns": {"prompt": "q", "query": "ctx", "response": "a.b",
                "system": "sys", "history": "past"}
  },
  "turns": {
    "file_name": "turns.json", "formatting": "sharegpt", "ranking": true,
    "columns": {"messages": "log", "chosen": "good", "rejected": "bad"},
    "tags": {"role_tag": "who", "content_tag": "says", "user_tag": "kunde",
             "assistant_tag": "bot", "function_tag": "ruf"}
  },
  "half": {"ranking": true, "columns": {"chosen": "good"}},
  "odd": {"columns": {"prompt": ["q"]}}
}
J
echo '{"instruction":"1","input":"2","output":"3"}' >plain.json
echo '{"q":"1","ctx":"2","a.b":"3","sys":"4","past":[["5","6"]],"id":7}' >renamed.json
info=data/dataset_info.json
sftconv plain.json --dataset-info $info:plain --to llamafactory
sftconv renamed.json --dataset-info $info:renamed --to llamafactory
echo '{"log":[{"who":"kunde","says":"1"},{"who":"ruf","says":"{\"name\":\"f\",\"arguments\":{}}"},{"who":"observation","says":"2"}],"good":{"who":"bot","says":"3"},"bad":{"who":"bot","says":"4"}}' >turns.json
sftconv turns.json --dataset-info $info:turns --to model
sftconv turns.json --dataset-info $info:turns --to model --role bot=user -q
# --map comes first.
sftconv renamed.json --dataset-info $info:renamed --map system=ctx,input=sys -t llamafactory -q
sftconv renamed.json -f mapped --dataset-info $info:renamed -t bedrock --multi-turn last -q
# The entry is looked for in the file as it is now, and what is wrong is said
# before anything is read.
try() { echo "# $2" >&2; sftconv plain.json -t openai -o out --dataset-info "$2"; status=$?; [ $status -eq "$1" ] || echo "$status, not $1: $2"; }
try 4 data/nothing.json:plain
try 4 data:plain
try 2 $info:rename
try 2 $info:zzz
try 2 $info:odd
try 2 $info:half
try 2 $info
try 2 -:plain
echo '{"a": {},' >broken.json
try 2 broken.json:a
printf '{"a\377": {}}' >latin1.json
try 2 latin1.json:a
sftconv plain.json -t openai --from alpaca --dataset-info $info:plain
[ $? -eq 2 ] || echo 'not 2'
ls -A
# A member that is nearly one of those that are known is mistyped; others may
# be for LLaMA-Factory.
cat >near.json <<'J'
{
  "column": {"columns": {"prompt": "instruction", "respnse": "output"}},
  "tag": {"formatting": "sharegpt", "tags": {"user_tg": "human"}},
  "entry": {"fromatting": "sharegpt"},
  "case": {"Formatting": "sharegpt"},
  "new": {"file_name": "x", "split": "train", "columns": {"prompt": "instruction", "weight": "w"}},
  "dotted": {"columns": {"response": "answer.text"}}
}
J
for name in column tag entry case; do try 2 near.json:$name; done
sftconv plain.json -t openai --dataset-info near.json:new
echo '{"instruction":"1","answer":{"text":"2"}}' >inner.json
sftconv inner.json -t openai --dataset-info near.json:dotted -q; echo "status $?"
sftconv inner.json -t openai --dataset-info near.json:dotted --map assistant=answer.text -q
