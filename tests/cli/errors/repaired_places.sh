# Places are those of the input, where what was repaired is of another length.
cat >in <<'R'
{"messages":[{"role":"user","content":"\ud800"},{"role":"king","content":"x"}]}
{"messages":[{"role":"user","content":"a\udc00\ud83d\ude00\n\ud800\ud800b"},{"role":"assistant","content":7}]}
R
sftconv in --to claude --repair-unicode --on-error skip
