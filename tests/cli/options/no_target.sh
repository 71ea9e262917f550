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
# why there is none
sftconv in -o --to openai; echo "status $?"
sftconv in –to openai; echo "status $?"
sftconv in —t openai; echo "status $?"
sftconv in -o --other; echo "status $?"
# an empty name is shown as one
sftconv '' --to openai; echo "status $?"
cp s.jsonl –to; sftconv –to; echo "status $?"
