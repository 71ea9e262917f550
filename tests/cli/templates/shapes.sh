# --text-field, --array, --keep, --split-prompt, segments.
cat >in.jsonl <<'E'
{"id":7,"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"r"},{"role":"assistant","content":"b \"c\""}]}
E
cat >marked.jinja <<'E'
{{ bos_token }}
{%- for m in messages %}
<{{ m.role }}>
{%- if m.role == 'assistant' %}{% generation %}{{ m.content }}</>{% endgeneration %}
{%- else %}{{ m.content }}{% endif %}
{%- endfor %}
{%- if add_generation_prompt %}
<assistant>{% endif %}
E
sed 's/{% *\(end\)*generation %}//g' marked.jinja >plain.jinja
# no prompt for an answer: what comes before it belongs to the answer
sed '/add_generation_prompt/,$d' plain.jinja >bare.jinja
# the last message looks different from what it was before
sed 's/<{{ m.role }}>/{% if loop.last %}!{% endif %}&/' plain.jinja >last.jinja
to() { sftconv in.jsonl -q "$@"; }
to --template plain.jinja --text-field content
to --template plain.jinja --text-field 'a "b" \n'
to --template plain.jinja --array
to --template plain.jinja --keep id,source
for file in marked plain bare last; do
    echo "# $file"; echo "# $file" >&2
    to --template $file.jinja --split-prompt; [ $? -eq 0 ] || echo "status $?"
    to --template $file.jinja --to segments; [ $? -eq 0 ] || echo "status $?"
done
echo '# with other members'
to --template marked.jinja --to segments --keep id
to --template marked.jinja --split-prompt --keep id --array
echo '# a BOS belongs to the first segment'
to --template marked.jinja --to segments --bos '<s>'
to --template marked.jinja --to segments --bos '<s>' --no-bos
to --template marked.jinja --split-prompt --bos '<s>' --no-bos
echo '# a conversation that begins with an answer, one without any'
cat >odd.jsonl <<'E'
{"messages":[{"role":"assistant","content":"a"},{"role":"user","content":"q"}]}
{"messages":[{"role":"user","content":"q"}]}
E
sftconv odd.jsonl -q --template plain.jinja --to segments
sftconv odd.jsonl -q --template plain.jinja --split-prompt --on-error skip; echo "status $?"
sftconv odd.jsonl -q --template plain.jinja --split-prompt --trailing drop-record; echo "status $?"
