# A list of messages is one conversation.
cat >in <<'X'
[{"role":"user","content":"1"},{"role":"assistant","content":"a"}]
[{"role":"user","content":"2"},{"role":"assistant","content":"b"}]
X
sftconv in -t openai
cat >in <<'X'
[
  [{"from":"human","value":"1"}],
  [{"from":"human","value":"2"}]
]
X
sftconv in -t openai
printf '[\n {"role": "user", "content": "alone"}\n]\n' | sftconv -t openai

# No other format has such records.
sftconv in -t openai -f sharegpt --on-error skip; echo "status $?"

# A list of texts may be one conversation, or may not.
printf '["q","a"]\n' >texts
sftconv texts -t openai; echo "status $?"
sftconv texts -t openai -f bare
printf '[["q","a"],\n["r","b"]]\n' | sftconv -t openai -f bare

# Records of one file are of one family.
printf '[{"role":"user","content":"1"}]\n{"messages":[]}\n' >in
sftconv in -t openai; echo "status $?"
sftconv in -t openai -f mixed

# Other values are no records.
printf '[[1]]\n' | sftconv -t openai; echo "status $?"
printf '5\n' | sftconv -t openai -f bare; echo "status $?"
