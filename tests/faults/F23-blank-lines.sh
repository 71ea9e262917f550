# Blank lines are no records, and are counted.
. "$ROOT/tests/faults/lib"
records 2 >data
{ printf '\n \t\r\n'; head -n 1 data; printf '\n\r\n'; tail -n 1 data; printf ' \n\n'; } >in
"$SFTCONV" data --to openai -q >whole
expect 0 "$SFTCONV" in --to openai -q --report report
same out whole
tr -d '\n\t ' <report | grep -q '"blank":6[,}]' || cat report
