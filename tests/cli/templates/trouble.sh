# Templates that cannot be read (status 4), that are none (2), and that cannot
# be found by name.
echo '{"prompt":"1","completion":"2"}' >in
try() { echo "# $*" >&2; sftconv "$@" in -o out; status=$?; }
io() { try "$@"; [ $status -eq 4 ] || echo "$status, not 4: $*"; }
wrong() { try "$@"; [ $status -eq 2 ] || echo "$status, not 2: $*"; }
io --template lama3
io --template qwen-3
io --template nothing.jinja
io --template .
io --template lama3 --errors json
wrong --to lama3
wrong --to lamafactory
wrong --to alpca
wrong --to llama
wrong --to segment
wrong --to nothing
wrong --from llama3 --to openai
echo '{"chat_template": 3}' >number.json; wrong --template number.json
echo '{"bos_token": "x"}' >none.json; wrong --template none.json
echo '{"chat_template": []}' >empty.json; wrong --template empty.json
echo '{"chat_template": [{"name": "x"}]}' >half.json; wrong --template half.json
echo '{"chat_template": "{{ x }}"}' >fine.json
wrong --template fine.json --template-name tool_use
wrong --to llama3 --template-name tool_use
ls
# Where the place shows may change, not what it is.
places() {
    echo "# $1"
    sftconv in --template "$1" -o out 2>err; [ $? -eq 2 ] || echo 'not 2'
    grep -o "$2" err | head -n 1
    grep -F -q -e "$3" err || cat err
    sed -n 's/.*\[\(E_.*\)\]$/\1/p' err
}
printf 'a\n{%% if messages %%}\n{{ foo( }}\n{%% endif %%}' >bad.jinja
places bad.jinja bad.jinja:3:9 '{{ foo( }}'
printf '{%% for m in messages %%}{{ m.role }}{{ m.content' >open.jinja
places open.jinja open.jinja:1:[0-9]* 'm.content'
printf '{%% endfor %%}' >end.jinja
places end.jinja end.jinja:1:[0-9]* '{% endfor %}'
printf 'x\n\nü {{ x | nothing }}' >filter.jinja
places filter.jinja filter.jinja:3:[0-9]* 'nothing'
printf '%s\n' '{"chat_template": "a\n{{ b c }}"}' >inside.json
places inside.json 2:6 '{{ b c }}'
printf 'ok\377' >latin1.jinja; places latin1.jinja latin1.jinja:1:3 UTF-8
echo '{"chat_template": "{{ x }}",}' >comma.json
sftconv in --template comma.json 2>err; echo "status $?"; grep -q comma.json err || cat err
printf '{"chat_template": "{{ x }}",\n"eos_token": }\n' >value.json
places value.json value.json:2:14 'expected a value'
# a file of records in place of a template
{ cat in; cat in; } >records.jsonl
sftconv in --template records.jsonl -o out; echo "status $?"
echo '{{ messages[0].content }}{{ messages[1].content }}' >template.jsonl
sftconv in --template template.jsonl
# An error of a record's making is about the record, and says where in the
# template.
echo '{{ messages[0].content }}
{{ raise_exception("no assistants here") if messages[1] }}' >raise.jinja
sftconv in --template raise.jinja; echo "status $?"
echo '{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}' >long.jinja
sftconv in --template long.jinja --on-error skip; echo "status $?"
# What has no end is not read to it.
sftconv in --template /dev/zero; echo "status $?"
sftconv in --to openai --dataset-info /dev/zero:x; echo "status $?"
