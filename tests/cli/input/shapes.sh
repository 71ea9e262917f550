# However records stand in a file, they come out the same.
r() { printf '{"prompt":"%s","completion":"c"}' "$1"; }
try() {
    echo "# $1"
    sftconv -t bedrock <in 2>&1
    [ $? -eq 0 ] || echo 'FAILED'
}
{ r 1; echo; r 2; echo; } >in; try 'JSON lines'
{ r 1; echo; r 2; } >in; try 'no last newline'
{ printf '\n \t\r\n'; r 1; printf '\n\n\n'; r 2; printf '\n  \n \t'; } >in
try 'blank lines'
{ r 1; printf '\r\n'; r 2; printf '\r\n\r\n'; } >in; try 'CRLF'
{ r 1; printf '\r'; r 2; printf '\r'; } >in; try 'a lone CR is white space'
{ r 1; r 2; printf ' \t'; r 3; echo; } >in; try 'several on a line'
{ printf '\357\273\277'; r 1; echo; } >in; try 'byte order mark'
printf '\357\273\277' >in; try 'byte order mark alone'
: >in; try 'empty'
printf '\n \n' >in; try 'only blank lines'
{ printf '  '; r 1; printf '  \n\t'; r 2; echo; } >in; try 'indented'
cat >in <<'E'
{
  "prompt": "1",
  "completion":
    "c"
}
{
  "prompt": "2",
  "completion": "c" }   {
  "prompt": "3", "completion": "c"
}
E
try 'over several lines'
cat >in <<'E'
{"prompt":"1",

"completion"

:"c"}

E
try 'blank lines inside'
{ printf '['; r 1; printf ','; r 2; printf ']'; } >in; try 'array'
{ printf ' \n[ '; r 1; printf '\n,\r\n'; r 2; printf ' ]\n\n'; } >in
try 'array with white space'
{ printf '\357\273\277['; r 1; printf ']\n'; } >in; try 'mark and array'
printf '[]' >in; try 'empty array'
printf '[ \n ]\n' >in; try 'empty array over lines'
cat >in <<'E'
[
  {
    "prompt": "1",
    "completion": "c"
  },
  {
    "prompt": "[2]}",
    "completion": "\\\""
  }
]
E
try 'pretty array'
{ printf '['; r 1; printf ']\n['; r 2; printf ']\n'; } >in
try 'one array after the other'
{ printf '['; r 1; printf ']\n'; r 2; echo; } >in; try 'lines after an array'
printf '\357\273\277\n\n' >in; try 'byte order mark and blank lines'
{ printf '\357\273\277\r\n'; r 1; } >in; try 'byte order mark on a line of its own'
