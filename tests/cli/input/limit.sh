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
echo '# nor waited for'
limit=
command -v timeout >/dev/null && limit='timeout 60'
mkfifo p
exec 3<>p # it stays open
{ r 1; echo; } >p
$limit sftconv --limit 1 -t bedrock <p 3>&-; echo "status $?"
echo '{"other":1}' >p
$limit sftconv --limit 1 -t bedrock -q --on-error skip <p 3>&- 2>/dev/null; echo "status $?"
