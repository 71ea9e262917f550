# The three records of the guide, in its own form, become each other.
guide=${SHARED:-}/guide
[ -f "$guide/alpaca.jsonl" ] && command -v python3 >/dev/null || exit 77
system=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["system"])' "$guide/claude.jsonl")
same() { # same FILE EXPECTED: are all values the same?
    python3 -c 'import json, sys; a, b = (json.load(open(f)) for f in sys.argv[1:]); print(a == b and list(a) == list(b))' "$1" "$2"
}
sftconv "$guide/alpaca.jsonl" -t bedrock -q >a; same a "$guide/bedrock.jsonl"
sftconv "$guide/alpaca.jsonl" -t claude --system-prompt "$system" -q >a; same a "$guide/claude.jsonl"
sftconv "$guide/bedrock.jsonl" -t alpaca --split-input -q >a; same a "$guide/alpaca.jsonl"
sftconv "$guide/bedrock.jsonl" -t claude --system-prompt "$system" -q >a; same a "$guide/claude.jsonl"
sftconv "$guide/claude.jsonl" -t bedrock --system drop -q >a; same a "$guide/bedrock.jsonl"
sftconv "$guide/claude.jsonl" -t alpaca --system drop --split-input -q >a; same a "$guide/alpaca.jsonl"
