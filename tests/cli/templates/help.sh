# The options are in the help, which stays narrow, and in the manual page.
sftconv --help >help
awk 'length($0) > 80' help
sed -n '/^Chat templates:/,/^$/s/^ *--\([a-z-]*\).*/\1/p' help >options
cat options
while read -r option; do
    grep -q -e "Fl -$option\>" "$ROOT/src/cli/sftconv.1" ||
        echo "no --$option in the manual page"
done <options
grep -c '^  templates ' help
sftconv templates | sed -n 's/^\([^ ,][^ ,]*\).*/\1/p' | while read -r name; do
    grep -q "^\.It Cm $name\( ,.*\)*$" "$ROOT/src/cli/sftconv.1" ||
        echo "no $name in the manual page"
done
