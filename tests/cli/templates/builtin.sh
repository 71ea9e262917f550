# Built-in templates on the examples, and on what each can hold.
for file in alpaca llamafactory bedrock claude openai sharegpt; do
    sed -n 2p "$EXAMPLES/$file.jsonl" | sftconv --to llama3 -q
done
sed -n 1p "$EXAMPLES/tools.jsonl" | sftconv --to llama3.1
cat >turns.jsonl <<'E'
{"messages":[{"role":"user","content":"Zebra?"},{"role":"assistant","content":"Yes: 11."},{"role":"user","content":"Lion?"},{"role":"assistant","content":"No: 12."}]}
E
for name in $(sftconv templates | sed -n 's/^\([^ ][^ ,]*\).*/\1/p'); do
    sftconv turns.jsonl --template "$name" >text || echo "$name"
    [ "$name" = alpaca ] || sftconv turns.jsonl --to "$name" | cmp - text
    sftconv --raw --raw-separator '' turns.jsonl --template "$name" >raw
    grep -q Zebra raw && grep -q Lion raw || echo "$name: $(cat raw)"
    # both ways to cut it cut the same text
    sftconv turns.jsonl --template "$name" --split-prompt |
        sed 's/^{"prompt":/{"text":/; s/","completion":"//' | cmp - text
    sftconv turns.jsonl --template "$name" --to segments >segments
    sed 's/^{"segments":\[{"label":[a-z]*,/{/
         s/"},{"label":[a-z]*,"text":"//g; s/"}]}$/"}/' segments | cmp - text
    tr '{' '\n' <segments | grep -c '^"label":true.*\(Yes\|No\): 1' |
        grep -qx 2 || echo "$name: $(cat segments)"
done
echo '# the source of each in a file, with the tokens that are told'
for name in $(sftconv templates | sed -n 's/^\([^ ][^ ,]*\).*/\1/p'); do
    sftconv templates "$name" >file.jinja 2>hint
    sftconv turns.jsonl --template "$name" --raw --date 2026-01-31 >text
    eval "$(sed -n 's/^hint: .*--template FILE/set --/p' hint)"
    sftconv turns.jsonl --template file.jinja --raw --date 2026-01-31 "$@" |
        cmp - text || echo "$name: $*"
    set --
done
sftconv templates llama2 2>&1 >/dev/null
sftconv templates llama2 -q 2>&1 >/dev/null
sftconv templates chatml 2>&1 >/dev/null
for token in bos eos; do
    echo "{{ ${token}_token + messages[0].content }}" >file.jinja
    sftconv turns.jsonl --template file.jinja 2>&1
done
echo '# the file of the tokens has no template'
mkdir model
echo '{"bos_token":"<s>","eos_token":{"content":"<'"'"'/s>"}}' >model/tokenizer_config.json
sftconv turns.jsonl --template model/tokenizer_config.json 2>&1
(cd model; sftconv ../turns.jsonl --template tokenizer_config.json 2>&1)
echo '# an alias'
sftconv turns.jsonl --to llama3.3 >a; sftconv turns.jsonl --to llama3.1 | cmp - a
sftconv turns.jsonl --to llama3.3 -v >/dev/null
