# --limit counts records, however they stand.
r() { printf '{"prompt":"%s","completion":"c"}' "$1"; }
{ r 1; r 2; echo; r 3; echo; } >in
for n in 0 1 2 3 4; do echo "# $n"; sftconv in --limit $n -t bedrock; done
echo '# over files'
r 1 >a; r 2 >b
sftconv a b --limit 1 -t bedrock
echo '# what comes after is not looked at'
{ r 1; printf '\nbroken\n'; } >in
sftconv in --limit 1 -t bedrock; echo "status $?"
echo '# rows are not records'
echo '{"messages":[{"role":"user","content":"1"},{"role":"assistant","content":"2"},{"role":"user","content":"3"},{"role":"assistant","content":"4"}]}' |
    sftconv --limit 1 -t bedrock -q
