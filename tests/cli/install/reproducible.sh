# Two builds in folders of different names are the same to the byte.
[ -n "${LONG:-}" ] || exit 77
case $BUILD in */release) ;; *) exit 77 ;; esac
for folder in one another-folder; do
    mkdir -p $folder/tests
    for part in src include templates tests/tools tests/unit Makefile; do
        cp -R "$ROOT/$part" $folder/$part
    done
    make -s -C $folder build/release/sftconv >log 2>&1 || cat log
done
cmp one/build/release/sftconv another-folder/build/release/sftconv && echo same
cmp one/build/release/libsftconv.a another-folder/build/release/libsftconv.a && echo same
