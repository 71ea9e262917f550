# A template that writes nothing.
printf '{"prompt":"q","completion":"a"}\n' >in
printf '{# nothing #}' >none.jinja
sftconv in --template none.jinja -q; echo "status $?"
sftconv in --template none.jinja --drop template -q
sftconv in --template none.jinja --drop template --raw -q
sftconv in --template none.jinja --drop template --split-prompt -q
sftconv in --template none.jinja --drop template --to segments -q
