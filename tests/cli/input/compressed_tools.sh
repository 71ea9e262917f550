# How we deal with the program that decompresses, whatever it is like.
[ -e /proc/self/fd ] && command -v gzip >/dev/null || exit 77
echo '{"prompt":"1","completion":"c"}' >in
gzip -c in >in.gz
mkdir bin
# fake: the program "gzip" is the script on standard input
fake() { { echo '#!/bin/sh'; cat; } >bin/gzip; chmod +x bin/gzip; }
try() { (PATH=$PWD/bin:$PATH; sftconv in.gz -t bedrock -q "$@"); echo "status $?"; }
echo '# what it says does no harm'
fake <<'END'
printf '\ngzip: \033[31mred\a\nmore\n' >&2; exit 1
END
try
echo '# and may be as much as it likes'
fake <<'END'
head -c 1000000 /dev/zero | tr '\0' x >&2; cat in; exit 3
END
try 2>err; [ "$(wc -c <err)" -lt 500 ] && cut -c 1-60 err
echo '# a warning is not the reason'
fake <<'END'
echo 'gzip: warning: GZIP environment variable is deprecated' >&2
echo 'gzip: stdin: unexpected end of file' >&2
exit 1
END
try
echo '# it says nothing'
fake <<'END'
exit 1
END
try
fake <<'END'
kill -KILL $$
END
try
echo '# it reads nothing'
fake <<'END'
exec cat in
END
try
head -c 1000000 /dev/zero | cat in.gz - | try -
echo '# its descriptors and signals'
fake <<'END'
ls /proc/self/fd >fds
sed -n 's/^\(Sig[BI][a-z]*\):.*\(.\)...$/\1: ...\2.../p' /proc/self/status >signals
exec cat in
END
cp bin/gzip bin/zstd
bin/gzip >/dev/null; mv fds before
(trap '' PIPE; bin/gzip >/dev/null); cat signals
(trap '' PIPE; try in.gz -o out --rejects bad.zst --report report); cat signals
cmp fds before
echo '# it ends with us'
fake <<END
echo \$\$ >pid; exec $(command -v gzip) -dc
END
# one that nobody has waited for yet has ended, too
runs() { grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$(cat pid)/status"; }
mkfifo p
{
    (PATH=$PWD/bin:$PATH; exec sftconv p -t bedrock -o out) & run=$!
    exec 3>p
    cat in.gz >&3
    for i in 1 2 3 4 5 6 7 8 9 10; do [ -s pid ] || sleep 0.1; done
    runs && echo 'it runs'
    kill -TERM $run; wait $run; echo "status $?"
    for i in 1 2 3 4 5 6 7 8 9 10; do runs && sleep 0.1; done
    runs && echo 'it still runs'
    exec 3>&-
} 2>/dev/null
