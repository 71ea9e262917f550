# --bom: one mark before the first byte, whatever follows.
r() { echo '{"prompt":"'"$1"'","completion":"c"}'; }
show() { od -A n -c | sed 's/ *$//'; }
{ r 1; r 2; } >in
echo '# lines'; sftconv in in -t bedrock --bom --limit 3 | head -c 12 | show
sftconv in in -t bedrock --bom | grep -c "$(printf '\357\273\277')"
echo '# array'; sftconv in -t bedrock --bom --array --limit 1 | show
echo '# none'; sftconv -t bedrock --bom </dev/null | show
echo '# none, array'; sftconv -t bedrock --bom --array </dev/null | show
echo '# raw'; echo '{{ messages[0].content }} {{ messages[1].content }}' >t.jinja
sftconv in --template t.jinja --raw --bom | show
echo '# a file'; sftconv in -t bedrock --bom -o out; head -c 5 out | show
echo '# read again'; sftconv out -t bedrock | cmp - in
sftconv in out -t bedrock --bom --array | sftconv -t bedrock | cat in in - | sort -u
echo '# many'
i=0; while [ $i -lt 3000 ]; do echo '{"prompt":"'$i'","completion":"0123456789012345678901234567890123456789012345678901234567890123456789"}'; i=$((i + 1)); done >big
sftconv big -t bedrock --bom >marked; tail -c +4 marked | cmp - big
