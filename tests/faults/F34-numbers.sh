# A number is its characters: none changes in passing.
. "$ROOT/tests/faults/lib"
need awk
LC_ALL=C awk -v n="$(usually 20000 1000000)" 'BEGIN {
    srand(34)
    some = split("0 -0 1.0 1.10 1E5 1e5 -0.0 1e400 -1e400 1e-400 5e-324 " \
        "9007199254740991 9007199254740992 9007199254740993 " \
        "-9223372036854775808 18446744073709551616 0.1 0.30000000000000004 " \
        "1000000000000000 1.7976931348623157e308 4503599627370501 0e0 0E+0 " \
        "123456789012345678901234567890.123456789e+10", given, " ")
    for (i = 0; i < n; i++) {
        if (i < some)
            number = given[i + 1]
        else {
            number = (rand() < .5 ? "-" : "") int(rand() * 10 ^ int(rand() * 10))
            for (k = int(rand() * 3); k > 0 && number !~ /^-?0$/; k--)
                number = number int(rand() * 1e8)
            if (rand() < .5) number = number "." int(rand() * 1e8)
            if (rand() < .3) number = number "e" (rand() < .5 ? "-" : "+") int(rand() * 400)
        }
        printf "{\"instruction\":\"i\",\"input\":\"\",\"output\":\"o\",\"n\":%s,\"m\":[%s,{\"k\":%s}]}\n",
            number, number, number
    }
}' >in
expect 0 "$SFTCONV" in --to alpaca -q
same out in
expect 0 "$SFTCONV" in --to openai --keep n,m -q
sed 's/.*"n":/"n":/' in >numbers
sed 's/.*"n":/"n":/' out | cmp - numbers
