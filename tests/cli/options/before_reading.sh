# Unknown targets are found before anything is read.
mkfifo p
sleep 600 >p & sleeper=$!
limit=
command -v timeout >/dev/null && limit='timeout 60'
$limit sftconv --to nothing <p 2>/dev/null; echo "status $?"
$limit sftconv --to openai --multi-turn last p 2>/dev/null; echo "status $?"
kill $sleeper
