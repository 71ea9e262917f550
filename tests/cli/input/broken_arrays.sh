# Broken arrays: the other elements survive, and nothing is lost in silence.
try() {
    echo "# $1"
    sftconv in -q -t bedrock --on-error skip --rejects bad 2>&1
    echo "status $?"
    [ -s bad ] && sed 's/^/| /' bad
}
cat >in <<'E'
[
  {"prompt":"1","completion":"c"},
  {"prompt":"2" "completion":"c"},
  {"prompt":"3","completion":"c"}
]
E
try 'an element that is no JSON'
cat >in <<'E'
[
  {"prompt":"1","completion":"c"},
  {
    "prompt":"2",
    "completion":"c
  },
  {
    "prompt":"3",
    "completion":"c"
  }
]
E
try 'a string that does not end'
cat >in <<'E'
[
  {"prompt":"1","completion":"c"}
  {"prompt":"2","completion":"c"},
  {"prompt":"3","completion":"c"}
]
E
try 'a comma is missing'
cat >in <<'E'
[
  {"prompt":"1","completion":"c"},
  {"prompt":"2","completion":"c"},
]
E
try 'a comma too many'
cat >in <<'E'
[
  {"prompt":"1","completion":"c"},
  {"prompt":"2","completion":"c"}
E
try 'not closed'
printf '[{"prompt":"1","completion":"c"},' >in
try 'not closed, after a comma'
printf '[{"prompt":"1","completion":"c"},{"prompt":"2",' >in
try 'not closed, inside an element'
cat >in <<'E'
[{"prompt":"1","completion":"c"}] oops
{"prompt":"2","completion":"c"}
E
try 'words after it'
cat >in <<'E'
[{"prompt":"1","completion":"c"},7,"x",{"prompt":"2","completion":"c"}]
E
try 'elements that are no records'
printf '[' >in
try 'a bracket'
printf '{"prompt":"1","completion":"c"}\n]\n{"prompt":"2","completion":"c"}\n' >in
try 'a closing bracket'
echo '# only what has bytes is with the rejects'
sum() { sftconv in -t bedrock --on-error skip "$@" 2>&1 >/dev/null | sed -n '/sftconv:/,$p'; }
printf '[{"prompt":"1","completion":"c"},' >in
sum --rejects bad
sum
printf '[{"prompt":"1","completion":"c"},{"prompt":"2"},' >in
sum --rejects bad
g='{"prompt":"g","completion":"c"}'
for first in '[[[' '[{"a":1' '[["a' '[{"prompt":"1","completion":"c"},{"b":' \
    '[{"prompt":"1","completion":"c"},{"b" oops}]'; do
    printf '%s\n%s\n%s\n' "$first" "$g" "$g" >in
    try "lines after $first"
done
printf '[{"b":\n%s,"prompt":"1","completion":"c"},\n%s]\n' "$g" "$g" >in
try 'well, with members in column 1'
printf '[\n{"prompt":"1","completion":"c"},\n{"b":[1,\n%s,\n%s\n' "$g" "$g" >in
try 'elements in column 1, one of which does not end'
