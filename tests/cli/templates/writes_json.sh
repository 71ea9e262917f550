# A .jinja may write JSON, and then begins as a configuration does.
echo '{"prompt":"q","completion":"a"}' >in
echo '{"all": {{ messages | map(attribute="content") | list | tojson }}}' >t.jinja
sftconv in --template t.jinja --raw
