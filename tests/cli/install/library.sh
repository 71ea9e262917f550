# A program of somebody else's is built with the installed library.
case $BUILD in */release) ;; *) exit 77 ;; esac
command -v pkg-config >/dev/null || exit 77
make -s -C "$ROOT" install PREFIX="$PWD/my root" >log 2>&1 || cat log
cat >embed.c <<'END'
#include <sftconv.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *record = "{\"instruction\":\"a\",\"output\":\"b\"}", *out;
    size_t len;
    struct sft_converter *c = sft_new();

    if (sft_set(c, "to", "openai") != SFT_OK ||
        sft_convert(c, record, strlen(record), &out, &len) != SFT_OK)
        return printf("%s\n", sft_error(c)->text) >= 0;
    fwrite(out, 1, len, stdout);
    sft_free(c);
    return 0;
}
END
PKG_CONFIG_PATH="$PWD/my root/lib/pkgconfig"
export PKG_CONFIG_PATH
eval "${CC:-cc} -Wall -Werror -o embed embed.c $(pkg-config --cflags --libs sftconv)"
./embed
