# What a template says is cut between two characters.
command -v iconv >/dev/null || exit 77
for before in '' x; do
    echo "{{ raise_exception('$before' ~ '😀' * 300) }}" >t.jinja
    sftconv -q --template t.jinja "$EXAMPLES/alpaca.jsonl" 2>&1 |
        iconv -f utf-8 -t utf-16 >/dev/null || echo "broken after '$before'"
done
