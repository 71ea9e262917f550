# Where the program that compresses fails, so do we, and nothing is written.
command -v gzip >/dev/null || exit 77
echo '{"prompt":"1","completion":"c"}' >in
mkdir bin
# fake: the program "gzip" is the script on standard input
fake() { { echo '#!/bin/sh'; cat; } >bin/gzip; chmod +x bin/gzip; }
try() {
    (PATH=$PWD/bin:$PATH; sftconv "$@" -t bedrock); echo "status $?"
    echo $(ls -A)
}
i=0; while [ $i -lt 1000 ]; do cat in; i=$((i + 1)); done >part
for i in 1 2 3 4 5 6 7 8 9 10; do cat part part; done >big
echo old >old.gz
echo '# it fails at the end'
fake <<'END'
cat; echo 'gzip: stdout: No space left on device' >&2; exit 1
END
try in -o out.gz
try in -o old.gz; cat old.gz
try in -o out --rejects bad.gz
try in -o out --report report.gz
echo '# in the middle'
fake <<'END'
head -c 100; echo 'gzip: oh' >&2; exit 1
END
try big -o out.gz
(trap '' PIPE; try big -o out.gz)
fake <<'END'
head -c 100; kill -KILL $$
END
try big -o out.gz
echo '# it leaves too early, and says that all is well'
fake <<'END'
exit 0
END
try big -o out.gz
echo '# at bad data nobody waits for it'
fake <<'END'
exec sleep 100
END
echo '{"prompt":7}' | try in - -o out.gz -q
rm -r bin
echo '# a file that may not be so large'
for each in gzip:gz zstd:zst xz:xz bzip2:bz2; do
    command -v ${each%:*} >/dev/null || exit 77
done
LC_ALL=C awk 'BEGIN { srand(1); for (i = 0; i < 20000; i++)
    printf "{\"prompt\":\"%d\",\"completion\":\"%d\"}\n", rand() * 1e9, rand() * 1e9 }' >large
for each in gzip:gz zstd:zst xz:xz bzip2:bz2; do
    (ulimit -f 16; sftconv large -t bedrock -o out.${each#*:}; echo "status $?") 2>&1 |
        sed 's/\(cannot compress: [a-z0-9]*: \).*File too large.*\[/\1... File too large [/'
done
echo $(ls -A)
