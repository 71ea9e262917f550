# The list is as wide as a terminal; what it names is what templates/ holds.
sftconv templates >list; echo "status $?"
head -n 2 list
grep -A 1 '^llama3.1,' list
awk 'length($0) > 80' list
sed -n 's/^\([^ ,][^ ,]*\).*/\1/p' list >names
for file in "$ROOT"/templates/*.jinja; do basename "$file" .jinja; done |
    sort >files
sort names | diff files -
while read -r name; do
    sftconv templates "$name" -q | cmp - "$ROOT/templates/$name.jinja"
done <names
sed -n 's/^\([^ ,][^ ,]*\), \([^ ]*\).*/\1 \2/p' list >aliases
while read -r name alias; do
    sftconv templates "$alias" -q | cmp - "$ROOT/templates/$name.jinja"
done <aliases
cat aliases
wc -l <names | tr -d ' '
try() {
    echo "# templates $*" >&2
    sftconv templates "$@"; [ $? -eq 2 ] || echo "not 2: $*"
}
try lama3
try llama-3.1
try LLAMA3
try mistral
try harmny
try nothing
try ''
try llama3.jinja
try llama3 chatml
try --json
try --to chatml
try chatml --bos x
sftconv template 2>&1; echo "status $?"
sftconv templates --color always | head -n 1 | od -c | head -n 1
sftconv templates -q | cmp - list
sftconv help templates
