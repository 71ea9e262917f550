# What the manual says of limits.
sed -n '/^\.Sh LIMITS/,/^\.Pp/p' "$ROOT/src/cli/sftconv.1" |
    grep -o '[0-9][0-9,]*\( MiB\| GiB\|[MG]\)\{0,1\}'
try() { sftconv in "$@" -q >/dev/null 2>err; echo "$?: $*"; }
deep() { # LEVELS: a record that is so deep
    LC_ALL=C awk -v n="$1" 'BEGIN {
        printf "{\"prompt\":\"p\",\"completion\":\"c\",\"x\":"
        for (i = 1; i < n; i++) printf "["
        for (i = 1; i < n; i++) printf "]"
        print "}" }'
}
for levels in 1000 1001; do
    deep $levels >in
    try -t openai --keep x
done
grep -o E_DEPTH err
echo '{"prompt":"p","completion":"c"}' >in
try -t openai --max-record-bytes 4294967295
try -t openai --max-record-bytes 4G
try -t openai --jobs 1024
try -t openai --jobs 1025
try -t openai --shard 0/1000000
try -t openai --shard 0/1000001
try -t openai --max-errors 1%
try -t openai --max-errors 0.5%
for n in 100000 100001; do
    echo "{{ messages[0].content ~ messages[1].content }}{{ range($n)|length }}" >range.jinja
    try --template range.jinja
done
for n in 4300 4301; do
    echo "{{ messages[0].content ~ messages[1].content }}{{ ('7' * $n)|int }}" >digits.jinja
    try --template digits.jinja
done
