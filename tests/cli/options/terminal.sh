# At a terminal with nothing to read: a short usage, and no waiting.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || exit 77
limit=
command -v timeout >/dev/null && limit='timeout 60'
for words in '' '-t openai'; do
    $limit script -qec "sftconv $words; echo status \$?" /dev/null </dev/null |
        tr -d '\r\004\010' | sed 's/^^D//' >out
    cat out
    [ "$(wc -l <out)" -le 16 ] || echo 'too long'
done
echo '# colours at a terminal, unless NO_COLOR'
echo '{"prompt":1,"completion":"c"}' >in
TERM=xterm script -qec 'sftconv in -f bedrock -t alpaca' /dev/null </dev/null | grep -c "$(printf '\033')\[" | sed 's/^[1-9].*/some/'
NO_COLOR=1 TERM=xterm script -qec 'sftconv in -f bedrock -t alpaca' /dev/null </dev/null | grep -c "$(printf '\033')\["
TERM=dumb script -qec 'sftconv in -f bedrock -t alpaca' /dev/null </dev/null | grep -c "$(printf '\033')\["
TERM=xterm script -qec 'sftconv in -f bedrock -t alpaca --color never' /dev/null </dev/null | grep -c "$(printf '\033')\["
sftconv in -f bedrock -t alpaca --color always 2>&1 | grep -c "$(printf '\033')\[" | sed 's/^[1-9].*/some/'
