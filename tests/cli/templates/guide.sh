# The texts that the guide prints, from its own records.
guide=${SHARED:-$ROOT/../shared}/guide
[ -f "$guide/alpaca.txt" ] || exit 77
sftconv "$guide/alpaca.jsonl" --template alpaca --raw -q | diff "$guide/alpaca.txt" -
sftconv "$guide/bedrock.jsonl" --template alpaca --split-input --raw -q | diff "$guide/alpaca.txt" -
sftconv "$guide/alpaca.jsonl" --to llama3-tagged --raw -q | diff "$guide/llama3-tagged.txt" -
sftconv "$guide/bedrock.jsonl" --to llama3-tagged --raw -q | diff "$guide/llama3-tagged.txt" -
sftconv "$guide/claude.jsonl" --to llama3-tagged --raw -q | sed -n '1,2p;3s/ .*//p'
sftconv "$guide/claude.jsonl" --to llama3-tagged --system drop --raw -q | diff "$guide/llama3-tagged.txt" -
