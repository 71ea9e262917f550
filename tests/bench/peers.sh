# Sourced by tests/bench/run: other programs that do the same jobs.
# shellcheck shell=bash disable=SC2004,SC2154  # what run sets, and keys

modules=$PWD/build/bench/node_modules
export NODE_PATH=$modules

# A shim in front of it would be measured along.
python=$(python3 -c 'import sys; print(sys.executable)' 2>/dev/null) || python=

# ---- the peers, by name; threads and template are set for them ----

threads=1
jq() { command jq -c "$filter" "$small" >/dev/null; }
gojq() { command gojq -c "$filter" "$small" >/dev/null; }
json() { "$python" tests/bench/peer.py "$from" "$to" "$small" >/dev/null; }
duckdb() { node tests/bench/peer.js query "$threads" "$query"; }
jinja2() {
    "$python" tests/bench/peer.py render "$template" "$small" >/dev/null
}
huggingface() {
    node tests/bench/peer.js render "$template" "$small" >/dev/null
}

for name in jq gojq json jinja2 huggingface; do
    input[$name]=$small
done
input[duckdb]=$big

# ---- which of them are there ----

# Those that npm has, once, into build/.
fetch_modules() {
    [ -d "$modules/@duckdb/node-api" ] && [ -d "$modules/@huggingface/jinja" ] &&
        return
    command -v npm >/dev/null && command -v timeout >/dev/null || return
    mkdir -p build/bench
    timeout 60 npm install --prefix build/bench --silent --no-audit --no-fund \
        @duckdb/node-api @huggingface/jinja </dev/null >/dev/null 2>&1
}

# is_there PEER: can it run?
is_there() {
    case $1 in
    jq | gojq) type -P "$1" >/dev/null ;;
    json) [ -n "$python" ] ;;
    jinja2) [ -n "$python" ] && "$python" -c 'import jinja2' 2>/dev/null ;;
    duckdb) node -e 'require("@duckdb/node-api")' 2>/dev/null ;;
    huggingface) node -e 'require("@huggingface/jinja")' 2>/dev/null ;;
    esac
}

# find_peers PEER...: sets peers to those that are there, and adds the others
# to absent.
absent=()
find_peers() {
    local peer
    fetch_modules || :
    peers=()
    for peer; do
        if is_there "$peer"; then peers+=("$peer"); else absent+=("$peer"); fi
    done
}

# race_peers: those that were found, as often as their speed allows.
race_peers() {
    local peer
    for peer in "${peers[@]+"${peers[@]}"}"; do
        if [ "${input[$peer]}" = "$big" ]; then
            race 5 "$peer"
        else
            race 3 "$peer"
        fi
    done
}

# ---- the jobs ----

# ask_peers FROM: what jq and gojq (filter) and DuckDB (query) are to do.
ask_peers() {
    local columns select
    # shellcheck disable=SC2016  # jq's variables
    case $1 in
    alpaca)
        filter='{messages: [{role: "user", content: (.instruction +
            if (.input // "") == "" then "" else "\n\n" + .input end)},
            {role: "assistant", content: .output}]}'
        columns="instruction: 'VARCHAR', input: 'VARCHAR', output: 'VARCHAR'"
        select="[{role: 'user', content: instruction || CASE
            WHEN coalesce(input, '') = '' THEN ''
            ELSE chr(10) || chr(10) || input END},
            {role: 'assistant', content: output}] AS messages"
        ;;
    sharegpt)
        filter='{human: "user", gpt: "assistant"} as $role | {messages:
            [.conversations[] | {role: ($role[.from] // .from),
                                 content: .value}]}'
        columns="conversations: 'STRUCT(\"from\" VARCHAR, value VARCHAR)[]'"
        select="list_transform(conversations, lambda turn: {role:
            CASE turn.\"from\" WHEN 'human' THEN 'user'
            WHEN 'gpt' THEN 'assistant' ELSE turn.\"from\" END,
            content: turn.value}) AS messages"
        ;;
    openai)
        filter='([.messages[] | select(.role == "system") | .content] |
            join("\n\n")) as $system |
            (if $system == "" then {} else {system: $system} end) +
            {messages: [.messages[] | select(.role != "system")]}'
        columns="messages: 'STRUCT(role VARCHAR, content VARCHAR)[]'"
        select="array_to_string(list_transform(list_filter(messages,
            lambda m: m.role = 'system'), lambda m: m.content),
            chr(10) || chr(10)) AS system,
            list_filter(messages, lambda m: m.role <> 'system') AS messages"
        ;;
    esac
    query="COPY (SELECT $select FROM read_json('$big',
        format = 'newline_delimited', columns = {$columns}))
        TO '/dev/null' (FORMAT json, USE_TMP_FILE false)"
}
