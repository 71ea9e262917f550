# Contents stay escaped on their way through a template, but mean what they
# mean, however they are spelled.
cat >odd.jsonl <<'X'
{"messages":[{"role":"user","content":"\u00a0\n \u0061\/\"b\\n\u001f\t\u2003"},{"role":"assistant","content":"\\\\\n\u00e9\ud83d\ude00\u000b"}]}
X
echo '# trimmed, and in one spelling'
sftconv odd.jsonl --drop template --to llama3 -q
sftconv odd.jsonl --drop template --to llama3 --split-prompt -q
sftconv odd.jsonl --drop template --template llama3 --raw -q | od -An -c | tail -n 3
echo '# looked at'
cat >look.jinja <<'X'
{% for m in messages %}{{ m.content | length }} {{ 'a/' in m.content }} {{ m.content.startswith('\\') }} {{ m.content.endswith('\x0b') }} {{ (m.content + '\n') | tojson }} {{ m.content ~ m.content | upper }} {{ m.content.strip('\n\\\xa0') == m.content }}
{% endfor %}
X
sftconv odd.jsonl --template look.jinja --drop template -q
echo '# put in for others'
printf '%s' '{{ "aby".translate({97: "\n", 98: messages[0].content}) }}' >put.jinja
sftconv odd.jsonl --template put.jinja --drop template -q
echo '# an n is not there because a newline is'
cat >n.jsonl <<'X'
{"messages":[{"role":"user","content":"n"},{"role":"assistant","content":"yes"}]}
X
printf '%s' '{{ "\n\\n" }}{{ messages[1].content }}' >kept.jinja
printf '%s' '{{ "\n\\" }}{{ messages[1].content }}' >dropped.jinja
sftconv n.jsonl --template kept.jinja -q
sftconv n.jsonl --template dropped.jinja -q
echo '# a special token in disguise'
cat >token.jsonl <<'X'
{"messages":[{"role":"user","content":"\u003c|eot_id|>"},{"role":"assistant","content":"\\<|eot_id|>"}]}
X
sftconv token.jsonl --to llama3 --special-tokens reject -q
sftconv token.jsonl --to llama3
