# A list of messages is one conversation, and no record of its own format.
cat >in <<'E'
[{"role":"user","content":"1"},{"role":"assistant","content":"a"}]
[{"role":"user","content":"2"},{"role":"assistant","content":"b"}]
E
sftconv in -q -t openai --on-error skip; echo "status $?"
cat >in <<'E'
[
  [{"from":"human","value":"1"}],
  [{"from":"human","value":"2"}]
]
E
sftconv in -q -t openai --on-error skip; echo "status $?"
