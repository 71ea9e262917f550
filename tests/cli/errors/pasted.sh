# A hint that names a file can be pasted: no name makes a shell do anything
# else, and it is the file that is named.
mkdir tools data
cat >tools/iconv <<'E'
#!/bin/sh
shift 4
cat -- "$1" >"$TOLD"
E
cat >tools/duckdb <<'E'
#!/bin/sh
printf '%s' "$2" >"$TOLD"
E
sed 's/shift 4/shift/' tools/iconv >tools/unzip
cp tools/unzip tools/tar
printf '#!/bin/sh\ncat >/dev/null\n' >tools/sftconv
chmod +x tools/*
TOLD=$PWD/told
export TOLD
cd data || exit
# pasted FILE: what the hint does in a directory with that file alone
pasted() {
    rm -f "$TOLD"
    sftconv --to openai -- "$1" 2>../err
    sed -n 's/^hint: //p' ../err >../hint
    env PATH="$PWD/../tools:$PATH" sh ../hint 2>&1
    [ "$(ls)" = "$1" ] || { echo "$1: there are:"; ls; }
}
n=0
for name in plain 'a b' 'a$(touch hurt).p' 'a`touch hurt`' 'a;touch hurt' \
    "it's" "'" "''" '"' '"$(touch hurt)"' "'\$(touch hurt)'" 'a\' '\' '\$x' \
    '$HOME' '*' '!!' '-x' '--help' 'host:file' '#x' '~' '&' 'a|touch hurt' 'é'; do
    for kind in 'PK\003\004abc' 'PAR1abcd' '\376\377\000{\000"' ; do
        printf "$kind" >"./$name"
        pasted "$name"
        case $kind in
        PAR1*) # doubled, a quote is one of the name
            quoted=$(printf '%s\n' "$name" | sed "s/'/''/g")
            case $name in -* | *:*) quoted=./$quoted ;; esac
            printf "COPY (FROM read_parquet('%s')) TO '/dev/stdout' (FORMAT json)" \
                "$quoted" | cmp - "$TOLD" || echo "$name" ;;
        *) cmp "./$name" "$TOLD" || { echo "$name"; cat ../hint; } ;;
        esac
        n=$((n + 1))
    done
    rm "./$name"
done
echo "$n hints"
# which of these cannot be written, and are not
long=$(printf '%0200d' 0)
for name in 'a
touch hurt' "$(printf 'a\033[2J')" "$(printf 'x\377')" "$long"; do
    printf 'PK\003\004abc' >"./$name"
    sftconv --to openai -- "$name" 2>&1 | grep '^hint'
    rm "./$name"
done
