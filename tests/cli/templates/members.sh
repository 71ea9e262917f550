# What a template is given: a record in OpenAI's layout as it is, others as
# messages with what is set.
cat >all.jinja <<'E'
{%- for m in messages %}{% for k, v in m.items() %}{{ k }}={{ v }};{% endfor %}
{% endfor %}{{ tools }} {{ documents }}
E
cat >openai.jsonl <<'E'
{"messages":[{"content":"q","role":"user","name":"ann","mood":{"x":[1.50,null]}},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"}}]},{"role":"tool","tool_call_id":"c","content":"r"},{"role":"assistant","content":null,"reasoning_content":"think","tool_calls":[{"function":{"name":"f","arguments":{"a":"x"}}}]}],"tools":[{"type":"function","function":{"name":"f"}}],"documents":[{"title":"t"}]}
E
sftconv openai.jsonl --template all.jinja --raw -q
sftconv openai.jsonl --to model -q >model.jsonl
sftconv model.jsonl --template all.jinja --raw -q
cat >sharegpt.jsonl <<'E'
{"conversations":[{"from":"system","value":"s"},{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}
E
sftconv sharegpt.jsonl --template all.jinja --raw -q
# Documents that are named stay on the row, too; else only the template has them.
cat >documents.jsonl <<'E'
{"messages":[{"role":"user","content":"q"}],"documents":[{"title":"t"}]}
E
sftconv documents.jsonl --template all.jinja --keep documents 2>&1
sftconv documents.jsonl --template all.jinja 2>&1
