# A template carries what `sftconv templates` says, and no more.
cat >system.jsonl <<'E'
{"messages":[{"role":"system","content":"Systematic."},{"role":"user","content":"Zebra?"},{"role":"assistant","content":"Yes: 11."}]}
E
cat >turns.jsonl <<'E'
{"messages":[{"role":"user","content":"Zebra?"},{"role":"assistant","content":"Yes: 11."},{"role":"user","content":"Lion?"},{"role":"assistant","content":"No: 12."}]}
E
cat >tools.jsonl <<'E'
{"messages":[{"role":"user","content":"Zebra?"},{"role":"assistant","content":"Yes: 11."}],"tools":[{"type":"function","function":{"name":"forecast","description":"Weather","parameters":{"type":"object","properties":{"city":{"type":"string","description":"where"}},"required":["city"]}}}]}
E
cat >calls.jsonl <<'E'
{"messages":[{"role":"user","content":"Zebra?"},{"role":"assistant","content":"","tool_calls":[{"id":"abcdefgh1","type":"function","function":{"name":"forecast","arguments":{"city":"Bergen"}}}]},{"role":"tool","tool_call_id":"abcdefgh1","name":"forecast","content":"rain"},{"role":"assistant","content":"Yes: 11."}]}
E
# Some take a result after a call only, some have no place for a call.
cp calls.jsonl results.jsonl
cat >results2.jsonl <<'E'
{"messages":[{"role":"user","content":"Zebra?"},{"role":"assistant","content":"Calling."},{"role":"tool","content":"rain"},{"role":"assistant","content":"Yes: 11."}]}
E
cat >reasoning.jsonl <<'E'
{"messages":[{"role":"user","content":"Zebra?"},{"role":"assistant","reasoning_content":"Stripes, I think.","content":"Yes: 11."}]}
E
renders() {
    sftconv "$2.jsonl" --template "$1" -q >out 2>/dev/null ||
        { [ -f "$2"2.jsonl ] &&
            sftconv "$2"2.jsonl --template "$1" -q >out 2>/dev/null; }
}
sftconv templates | sed 's/^\([^ ,][^ ,]*\).*/name \1/; s/,//g' >list
while read -r words; do
    case $words in
    name*) name=${words#name }; continue ;;
    carries*) ;;
    *) continue ;;
    esac
    for feature in system turns tools calls results reasoning; do
        case " $words " in *" $feature "*) says=yes ;; *) says=no ;; esac
        does=no
        renders "$name" $feature && does=yes
        [ $says = $does ] || echo "$name, $feature: says $says, does $does"
    done
done <list
