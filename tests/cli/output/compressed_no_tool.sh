# A program that is needed and not there is named before anything is read.
[ -z "${RUN:-}" ] || exit 77
mkdir bin; ln -s "$(command -v sftconv)" bin/sftconv
echo '{"prompt":"1","completion":"c"}' >in
try() { (PATH=$PWD/bin; sftconv in "$@" -t bedrock); echo "status $?"; }
try -o out.gz
try -o out.zst
try -o out.gz --dry-run
try --rejects bad.xz
try -o out --report report.bz2
ls -A
