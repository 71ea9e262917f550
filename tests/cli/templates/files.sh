# Templates from files: as text, in a model's configuration, several at once.
cat >in.jsonl <<'E'
{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}
E
cat >tools.jsonl <<'E'
{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"tools":[{"type":"function","function":{"name":"f"}}]}
E
echo '# .jinja'
printf '%s' '{% for m in messages %}{{ m.role }}={{ m.content }};{% endfor %}' >t.jinja
sftconv in.jsonl --template t.jinja
echo '# a byte order mark, alone and in front'
printf '\357\273\277' >mark.jinja
sftconv in.jsonl --template mark.jinja --drop template -q
printf '\357\273\277x' >mark.jinja
sftconv in.jsonl --template mark.jinja --drop template -q
echo '# the same bytes by another name, and from a pipe'
cp t.jinja 'a b'; sftconv in.jsonl --template 'a b'
sftconv in.jsonl --template /dev/stdin <t.jinja
echo '# tokenizer_config.json, tokens as strings'
cat >tokenizer_config.json <<'E'
{"add_bos_token": true, "bos_token": "<s>", "eos_token": "</s>", "unk_token": null,
 "chat_template": "{{ bos_token }}{% for m in messages %}{{ m.content }}{% endfor %}{{ eos_token }}{{ unk_token is defined }}"}
E
sftconv in.jsonl --template tokenizer_config.json
echo '# tokens as objects'
cat >objects.json <<'E'
{"bos_token": {"__type": "AddedToken", "content": "<\u0073>", "lstrip": false},
 "eos_token": {"content": "</s>"},
 "chat_template": "{{ bos_token }}\u007b% for m in messages %}{{ m.content }}{% endfor %}{{ eos_token }}"}
E
sftconv in.jsonl --template objects.json
echo '# several: tool_use for records with tools'
cat >several.json <<'E'
{"chat_template": [
  {"name": "default", "template": "default{% for m in messages %} {{ m.content }}{% endfor %}"},
  {"name": "tool_use", "template": "tool_use {{ tools[0].function.name }}{% for m in messages %} {{ m.content }}{% endfor %}"},
  {"name": "rag", "template": "rag {{ tools is none }}{% for m in messages %} {{ m.content }}{% endfor %}"}]}
E
sftconv in.jsonl tools.jsonl --template several.json
sftconv in.jsonl --template several.json --template-name rag
sftconv tools.jsonl --template several.json --template-name default --drop template
echo '# several without tool_use'
cat >two.json <<'E'
{"chat_template": [
  {"name": "other", "template": "other"},
  {"name": "default", "template": "default {{ tools[0].function.name }}{% for m in messages %} {{ m.content }}{% endfor %}"}]}
E
sftconv tools.jsonl --template two.json
echo '# chat_template.json'
echo '{"chat_template": "{% for m in messages %}[{{ m.content }}]{% endfor %}"}' >chat_template.json
sftconv in.jsonl --template chat_template.json
echo '# a file with the name of a built-in template is asked for with its folder'
echo '{% for m in messages %}mine {{ m.content }}{% endfor %}' >chatml
sftconv in.jsonl --template chatml
sftconv in.jsonl --template ./chatml
echo '# a printed one, changed'
sftconv templates chatml | sed 's/im_start/begin/' >my.jinja
sftconv in.jsonl --template my.jinja
