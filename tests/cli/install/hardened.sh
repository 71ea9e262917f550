# The installed program has what linkers and compilers can do against misuse of
# memory.  An instrumented one has not.
command -v readelf >/dev/null || exit 77
case $BUILD in */release | */clang) ;; *) exit 77 ;; esac
make -s -C "$ROOT" install BUILD="$BUILD" DESTDIR="$PWD/" PREFIX=usr >/dev/null 2>&1
program=usr/bin/sftconv
readelf -h $program | grep -o 'DYN (Position-Independent Executable file)'
readelf -lW $program | grep -o GNU_RELRO
readelf -lW $program | awk '$1 == "GNU_STACK" { print $1, $7 }'
readelf -dW $program | grep -o 'Flags: .*NOW.*'
readelf -lW $program | awk '$1 == "LOAD" && / RWE / { print "writable code" }'
readelf -dW $program | grep NEEDED | grep -c -v 'lib\(cjson\|utf8proc\|c\|m\)\.'
readelf -dW $program | grep -c 'R.*PATH'
readelf -sW $program | grep -o '__stack_chk_fail' | sort -u
readelf -sW $program | grep -o '__[a-z]*_chk' | grep -q . && echo 'checked functions of the C library'
