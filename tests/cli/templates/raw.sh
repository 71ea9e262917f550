# --raw: the text itself; what separates texts; NUL.
echo '{{ messages[0].content }}/{{ messages[1].content }}' >t.jinja
printf '%s\n' '{"prompt":"1","completion":"2"}' '{"prompt":"3\n","completion":"ü\t\"4\\"}' >in
sftconv in --template t.jinja --raw
echo '# three dashes'; sftconv in --template t.jinja --raw --raw-separator '\n---\n'
echo '# backslashes'; sftconv in --template t.jinja --raw --raw-separator '\t\\n\x'; echo
echo '# none'; sftconv in --template t.jinja --raw --raw-separator ''; echo
echo '# its own line feed'; sftconv in --template t.jinja --raw --raw-separator '
'
echo '# a NUL'
printf '%s\n' '{"prompt":"1","completion":"2"}' '{"prompt":"a\u0000b","completion":"2"}' '{"prompt":"5","completion":"6"}' >nul
sftconv nul --template t.jinja --raw; echo "status $?"
sftconv nul --template t.jinja --raw --on-error skip --rejects rejects; echo "status $?"
cat rejects
sftconv nul --template t.jinja
echo '# to a file'
sftconv in --template t.jinja --raw -o out; cat out
