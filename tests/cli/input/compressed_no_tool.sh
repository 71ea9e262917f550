# A program that is needed and not there is named.
[ -z "${RUN:-}" ] || exit 77
mkdir bin; ln -s "$(command -v sftconv)" bin/sftconv
try() { (PATH=$PWD/bin; sftconv "$@" -t bedrock); echo "status $?"; }
printf '\037\213\010\000abcdefgh' >gzip
printf '\050\265\057\375abcdefgh' >zstd
printf '\3757zXZ\000abcdefgh' >xz
printf 'BZh9abcdefgh' >bzip2
for file in gzip zstd xz bzip2; do try $file -o out; done
try <gzip
cat xz | try
ls -A
