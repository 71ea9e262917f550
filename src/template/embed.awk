# Makes one C file of the chat templates: awk -f embed.awk templates/*.jinja
function finish() {
    if (FILENAME_BEFORE != "")
        print "    },"
}
BEGIN {
    print "/* Generated from templates/ by embed.awk. */"
    print "#include <stddef.h>"
    print "extern const struct builtin_source { const char *name, *source; }"
    print "    builtin_sources[];"
    print "extern const size_t n_builtin_sources;"
    print "const struct builtin_source builtin_sources[] = {"
}
FNR == 1 {
    finish()
    FILENAME_BEFORE = FILENAME
    name = FILENAME
    sub(/.*\//, "", name)
    sub(/\.jinja$/, "", name)
    printf "    {\"%s\",\n", name
    n++
}
{
    gsub(/[\\"]/, "\\\\&")
    printf "     \"%s\\n\"\n", $0
}
END {
    finish()
    print "};"
    printf "const size_t n_builtin_sources = %d;\n", n
}
