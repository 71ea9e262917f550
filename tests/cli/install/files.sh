# What install puts there, and that uninstall takes all of it away.
make -s -C "$ROOT" install DESTDIR="$PWD/root" PREFIX=/usr >log 2>&1 || cat log
find root -type f | LC_ALL=C sort
grep -v -e '^Version: ' -e '^Libs: ' root/usr/lib/pkgconfig/sftconv.pc
make -s -C "$ROOT" uninstall DESTDIR="$PWD/root" PREFIX=/usr >log 2>&1 || cat log
find root -type f
