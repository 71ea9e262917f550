# Without --to nothing is converted, but what the file is gets said.
echo '{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}' >s.jsonl
echo '{"x":1}' >x.jsonl
cat >pretty.json <<'E'
[
  {
    "instruction": "q",
    "output": "a"
  }
]
E
: >empty
for f in s.jsonl x.jsonl pretty.json empty nofile.jsonl; do sftconv $f; echo "status $?"; done
sftconv <s.jsonl; echo "status $?"
sftconv format; echo "status $?"
sftconv s.jsonl x.jsonl --from sharegpt; echo "status $?"
