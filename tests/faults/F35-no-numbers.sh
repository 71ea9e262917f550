# What only looks like a number.
. "$ROOT/tests/faults/lib"
for number in 01 -01 007 1. -2. .5 -.5 +1 1e 1e+ 2.e3 0.e1 NaN Infinity \
    -Infinity nan - -- 0x1 1_000 '1 000' 1,000 1e5.5 ١ 1a -a; do
    rejected E_SYNTAX "{\"prompt\":\"a\",\"completion\":\"c\",\"n\":$number}" --to bedrock
done
