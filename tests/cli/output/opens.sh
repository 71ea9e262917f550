# No file is touched that was not named, whatever the data name, and no network.
[ -z "${RUN:-}" ] && command -v strace >/dev/null || exit 77
case $BUILD in */asan | */tsan | */msan | */cover) exit 77 ;; esac
cat >in <<'E'
{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}},{"type":"text","text":"/etc/shadow"}]},{"role":"assistant","content":"<!-- #include /etc/hosts -->"}],"images":["./in","http://127.0.0.1/"],"$ref":"/etc/group"}
E
echo '{{ messages[0].content }}{% if false %}{% include "/etc/hosts" %}{% endif %}' >t.jinja
gzip -k in
# Paths once the program and its libraries are loaded.  A template that asks for
# the day would have the zone of the clock read, too: none of these does.
try() {
    echo "# $*"
    strace -f -o log -e trace=%file,%network sftconv "$@" >out 2>err
    echo "status $?"
    grep -v -e execve -e '/ld.so' -e '\.so[.0-9]*"' -e ENOENT \
        -e '^[0-9 ]*send' -e '^[0-9 ]*recv' -e socketpair log |
        grep -o -e '"[^"]*"' -e 'socket(.*' -e 'connect(.*' |
        sed 's/\.[a-z]*\.tmp/.LETTERS.tmp/' | grep -v '^""$' | sort -u
}
try in --to claude --drop media
try in --to qwen2.5 --drop media,template -j 2 --raw
try in --to openai -o new --report report --rejects bad
try --template t.jinja --drop media,template in
try in --to sharegpt --drop media --in-place
try in.gz --to openai -o new.gz
try --version
