# Input that is meant to hurt: much of one thing.
#
# usage: awk -v SHAPE=ones -v BYTES=1000000 -f shapes.awk
#
# Prints one record of about so many bytes, or records where it says so.

# ---- pieces ----

# The text so often that it has about so many bytes.
function fill(text, bytes,    n) {
    repeat(text, int(bytes / length(text)))
}

function repeat(text, n,    block, i) {
    block = text
    for (i = 1; i * 2 <= n && i < 4096; i *= 2)
        block = block block
    for (; n >= i; n -= i)
        printf "%s", block
    for (; n > 0; n--)
        printf "%s", text
}

# The format with 0, 1, 2, ... in it, commas between.
function count(format, bytes,    n, i) {
    n = int(bytes / (length(sprintf(format, bytes / 20, bytes / 20)) + 1))
    for (i = 0; i < n; i++) {
        printf i ? "," : ""
        printf format, i, i
    }
}

function in_output(text) {
    printf "{\"instruction\":\"?\",\"input\":\"\",\"output\":\""
    fill(text, BYTES)
    print "\"}"
}

# A record without its last bracket, for more members.
function record() {
    printf "{\"instruction\":\"?\",\"input\":\"\",\"output\":\"!\","
}

function in_member(before, text, after) {
    record()
    printf "\"x\":%s", before
    fill(text, BYTES)
    print after "}"
}

function message(role, text) {
    return "{\"role\":\"" role "\",\"content\":\"" text "\"}"
}

# Messages again and again, and one of each role behind them.
function in_messages(messages) {
    printf "{\"messages\":["
    fill(messages ",", BYTES)
    print message("user", "?") "," message("assistant", "!") "]}"
}

# Content blocks of the only question, and images where it has some.
function in_content(blocks) {
    printf "{\"messages\":[{\"role\":\"user\",\"content\":["
    fill(blocks ",", BYTES)
    print "{\"type\":\"text\",\"text\":\"?\"}]}," message("assistant", "!") "]}"
}

# ---- shapes ----

BEGIN {
    turn = message("user", "Are you there?") "," \
        message("assistant", "Yes, I am.")
    tool = "{\"type\":\"function\",\"function\":{\"name\":\"f%d\"," \
        "\"parameters\":{\"type\":\"object\",\"properties\":{}}}}"
    result = "{\"role\":\"tool\",\"tool_call_id\":\"c%d\",\"content\":\"r\"}"
    call = "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":" \
        "\"c%d\",\"type\":\"function\",\"function\":{\"name\":\"f\"," \
        "\"arguments\":\"{}\"}}]}"

    # strings
    if (SHAPE == "text") in_output("All is well. ")
    else if (SHAPE == "escapes") in_output("\\u0041")
    else if (SHAPE == "backslashes") in_output("\\\\")
    else if (SHAPE == "pairs") in_output("\\ud83d\\ude00")
    else if (SHAPE == "accents") in_output("\\u0315\\u0300")
    else if (SHAPE == "near-marks") in_output("<|eot_id|")
    else if (SHAPE == "marks") in_output("<|eot_id|>")
    else if (SHAPE == "thoughts") in_output("<think>")
    # numbers and nesting
    else if (SHAPE == "digits") in_member("", "7", "")
    else if (SHAPE == "near-numbers") in_member("[", "1e5,", "1e]")
    else if (SHAPE == "ones") in_member("[", "1,", "1]")
    else if (SHAPE == "objects") in_member("[", "{},", "{}]")
    else if (SHAPE == "space") in_member("[", " ", "]")
    else if (SHAPE == "lines") in_member("[", "1,\n", "1]")
    else if (SHAPE == "brackets") { fill("[", BYTES); print "" }
    else if (SHAPE == "open-objects") { fill("{\"a\":", BYTES); print "" }
    # keys
    else if (SHAPE == "keys") {
        record()
        count("\"k%d\":1", BYTES)
        print "}"
    } else if (SHAPE == "escaped-keys") {
        record()
        count("\"\\u006b%d\":1", BYTES)
        print "}"
    } else if (SHAPE == "same-keys") {
        record()
        fill("\"k\":1,", BYTES)
        print "\"k\":1}"
    } else if (SHAPE == "inner-keys") {
        record()
        printf "\"x\":{"
        count("\"k%d\":1", BYTES)
        print "}}"
    } else if (SHAPE == "message-keys") {
        printf "{\"messages\":[{\"role\":\"user\",\"content\":\"?\","
        count("\"k%d\":1", BYTES)
        print "}," message("assistant", "!") "]}"
    # messages
    } else if (SHAPE == "turns") in_messages(turn)
    else if (SHAPE == "same-role") in_messages(message("user", "?"))
    else if (SHAPE == "systems") {
        printf "{\"messages\":["
        fill(message("system", "Be brief.") ",", BYTES)
        print turn "]}"
    } else if (SHAPE == "calls") {
        printf "{\"messages\":["
        count(message("user", "?") "," call "," result "," \
            message("assistant", "!"), BYTES)
        print "]}"
    } else if (SHAPE == "definitions") {
        printf "{\"messages\":[" turn "],\"tools\":["
        count(tool, BYTES)
        print "]}"
    } else if (SHAPE == "blocks") in_content("{\"type\":\"text\",\"text\":\"a\"}")
    else if (SHAPE == "images")
        in_content("{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://i\"}}")
    else if (SHAPE == "places") {
        printf "{\"conversations\":[{\"from\":\"human\",\"value\":\""
        repeat("<image>", int(BYTES / 11))
        printf "\"},{\"from\":\"gpt\",\"value\":\"!\"}],\"images\":[\"i\""
        repeat(",\"i\"", int(BYTES / 11) - 1)
        print "]}"
    } else if (SHAPE == "history") {
        record()
        printf "\"history\":["
        fill("[\"a\",\"b\"],", BYTES)
        print "[\"a\",\"b\"]]}"
    } else if (SHAPE == "transcript") {
        printf "{\"text\":\""
        fill("\\n\\nHuman: a\\n\\nAssistant: b", BYTES)
        print "\"}"
    } else if (SHAPE == "replies") {
        printf "{\"message_tree_id\":\"t\",\"prompt\":{\"role\":\"prompter\"," \
            "\"text\":\"?\",\"replies\":["
        count("{\"role\":\"assistant\",\"text\":\"r%d\",\"rank\":%d}", BYTES)
        print "]}}"
    # many records, or none
    } else if (SHAPE == "records") {
        fill("{\"instruction\":\"?\",\"input\":\"\",\"output\":\"!\"}\n", BYTES)
    } else if (SHAPE == "array") {
        printf "["
        fill("{\"instruction\":\"?\",\"input\":\"\",\"output\":\"!\"},", BYTES)
        print "{\"instruction\":\"?\",\"input\":\"\",\"output\":\"!\"}]"
    } else if (SHAPE == "one-line") {
        fill("{\"instruction\":\"?\",\"input\":\"\",\"output\":\"!\"} ", BYTES)
        print ""
    } else if (SHAPE == "open-lines") {
        print "{\"a\":["
        fill(" 1,\n", BYTES)
    } else if (SHAPE == "bad-lines") fill("{\"instruction\":1}\n", BYTES)
    else if (SHAPE == "empty-lines") {
        fill("\n", BYTES)
        print "{\"instruction\":\"?\",\"input\":\"\",\"output\":\"!\"}"
    }
    else if (SHAPE == "rows") {
        for (i = 0; i * 70 < BYTES; i++)
            printf "{\"message_id\":\"m%d\",\"parent_id\":%s,\"role\":\"%s\"," \
                "\"text\":\"a\"}\n", i, i % 2 ? "\"m" (i - 1) "\"" : "null",
                i % 2 ? "assistant" : "prompter"
    } else exit 2
}
