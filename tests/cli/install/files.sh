# What install puts there, and that uninstall takes all of it away.
try() { # ROOT PREFIX
    make -s -C "$ROOT" install DESTDIR="$1" PREFIX="$2" >log 2>&1 || cat log
    find root* -type f | LC_ALL=C sort
    grep -v -e '^Version: ' -e '^Libs: ' "$1$2/lib/pkgconfig/sftconv.pc"
    make -s -C "$ROOT" uninstall DESTDIR="$1" PREFIX="$2" >log 2>&1 || cat log
    find . -type f ! -name log
}
try "$PWD/root" /usr
echo '# a name with blanks and quotes'
try "$PWD/root of  it" "/Ada's own"
