# The locale, and whatever else is in the environment, changes no byte.
. "$ROOT/tests/faults/lib"
cat >data <<'END'
{"instruction":"Größe 1,5 İıI ٠١","input":"ß","output":"o","n":1.5,"k":[1e5,0.1]}
{"instruction":"TITLE","output":7}
{"instruction":"i","output":"O","t":"I"}
END
printf '%s' '{{ messages[0].content|lower|title }} {{ 1.5 }} {{ "I"|lower }} {{ "%.2f"|format(1.5) }}' >t.jinja
run() {
    "$SFTCONV" data --to openai --keep n,k,t --on-error skip --report report
    "$SFTCONV" data --to alpaca --normalize nfkc --on-error skip
    "$SFTCONV" data --template t.jinja --raw --on-error skip
    "$SFTCONV" --help
    cat report
}
LC_ALL=C run >plain 2>&1
mkdir locales
export LOCPATH="$PWD/locales"
# a comma before decimals, another lower case of I, digits of its own
for name in de_DE tr_TR $(usually '' ps_AF); do
    ! command -v localedef >/dev/null ||
        localedef -i $name -f UTF-8 "locales/$name.UTF-8" >/dev/null 2>&1
    for locale in $name.UTF-8 $name; do
        LC_ALL=$locale LANG=$locale LANGUAGE=$name run >found 2>&1
        same plain found
    done
done
# what may stand in front of the program, as Valgrind, needs a TMPDIR
[ -n "${RUN:-}" ] || export TMPDIR=/nowhere
LC_ALL='' LANG=x TZ=Nowhere/None MALLOC_PERTURB_=85 POSIXLY_CORRECT=1 \
    SFTCONV_OPTIONS=--help HOME=/nowhere run >found 2>&1
same plain found
