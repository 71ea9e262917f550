# Contents that are lists, as templates of models that see get them.
printf '%s' '{% for m in messages %}<{{ m.role }}>{% if m.content is string %}{{ m.content }}{% else %}{% for c in m.content %}[{{ c }}]{% endfor %}{% endif %}{% endfor %}' >t.jinja
cat >in <<'R'
{"messages":[{"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"http://x/y.png"}}]},{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"user","content":[]},{"role":"assistant","content":"c"}]}
R
sftconv in --template t.jinja -q
sftconv in --template t.jinja -q --drop media
# of a record that is none of a chat API's
cat >model <<'R'
{"messages":[{"role":"user","parts":[{"type":"text","text":"see","input":"in"},{"type":"image","url":"u"},{"type":"audio","data":"AA==","mime":"audio/wav"},{"type":"json","json":{"a":[1]}}]},{"role":"assistant","parts":[]},{"role":"user","parts":[{"type":"text","text":"x"},{"type":"text","text":"y","input":""}]},{"role":"assistant","parts":[{"type":"text","text":"z"}]}]}
R
sftconv model --from model --template t.jinja -q; echo "status $?"
sftconv model --from model --template t.jinja -q --drop media; echo "status $?"
# instruction and input of a single turn that has them apart
printf '%s' '{{ instruction }}|{{ input }}|{{ messages|length }};' >i.jinja
cat >turns <<'R'
{"messages":[{"role":"user","parts":[{"type":"text","text":"I","input":"in"}]}]}
{"messages":[{"role":"system","parts":[{"type":"text","text":"S"}]},{"role":"user","parts":[{"type":"text","text":"I","input":"in"}]},{"role":"assistant","parts":[{"type":"text","text":"a"}]}]}
{"messages":[{"role":"user","parts":[{"type":"text","text":"I","input":"in"}]},{"role":"assistant","parts":[{"type":"text","text":"a"}]},{"role":"user","parts":[{"type":"text","text":"b"}]}]}
{"messages":[{"role":"assistant","parts":[{"type":"text","text":"a"}]}]}
{"messages":[]}
R
sftconv turns --from model --template i.jinja --drop template -q
