# Records for the bench, made of our own examples.
#
# usage: awk -v KIND=english|chinese|chats|tools -v COUNT=1000 -f data.awk
#            examples/*.jsonl
#
# The texts of the examples are cut into sentences, and records as large as
# real ones are made of them anew: english and chinese are alpaca's, chats and
# tools are openai's.  The same every time, with every awk, in the C locale.

BEGIN { state = 5 }

# ---- the sentences, escaped as they were ----

# Arguments and results of tools are no sentences.
{
    line = $0
    while (match(line, /"([^"\\]|\\.)*"/)) {
        text = substr(line, RSTART + 1, RLENGTH - 2)
        line = substr(line, RSTART + RLENGTH)
        if (text !~ /^[{]/)
            take(text)
    }
}

# Chinese characters begin with one of E4 to E9; there, clauses are taken, with
# the full-width comma that one mostly sees.
function take(text,    pieces, n, i) {
    if (text ~ /[\344-\351]/) {
        gsub(/,/, "\357\274\214", text)
        gsub(/\357\274\214|\343\200\202/, "&\n", text)
        n = split(text, pieces, "\n")
        for (i = 1; i <= n; i++)
            if (pieces[i] ~ /[\344-\351]/)
                chinese[++n_chinese] = pieces[i]
    } else if (text ~ / / && text !~ /[\200-\377]/) {
        gsub(/[.?!] /, "&\n", text)
        n = split(text, pieces, "\n")
        for (i = 1; i <= n; i++)
            english[++n_english] = pieces[i]
    }
}

# ---- new texts ----

# Park and Miller's generator: 0 <= random(n) < n.
function random(n) {
    state = state * 16807 % 2147483647
    return int(state / 2147483647 * n)
}

function sentence() {
    if (KIND == "chinese")
        return chinese[1 + random(n_chinese)]
    return english[1 + random(n_english)]
}

# Sentences until the text has so many bytes; now and then a new paragraph.
function prose(bytes,    text, between) {
    text = sentence()
    while (length(text) < bytes) {
        between = KIND == "chinese" || text ~ / $/ ? "" : " "
        if (random(8) == 0) {
            sub(/ $/, "", text)
            between = "\\n\\n"
        }
        text = text between sentence()
    }
    sub(/ $/, "", text)
    return text
}

# ---- records ----

function alpaca() {
    return "{\"instruction\": \"" prose(60 + random(60)) "\", \"input\": \"" \
        (random(5) < 2 ? prose(100 + random(200)) : "") "\", \"output\": \"" \
        prose(200 + random(660)) "\"}"
}

function message(role, text) {
    return "{\"role\": \"" role "\", \"content\": \"" text "\"}"
}

function chat(    n, i, messages) {
    n = 2 + random(3)
    messages = message("system", "You are a helpful assistant.")
    for (i = 0; i < n; i++)
        messages = messages ", " message("user", prose(60 + random(120))) \
            ", " message("assistant", prose(200 + random(400)))
    return "{\"messages\": [" messages "]}"
}

# A call, its result, and the answer; as real ones are, half of it definitions.
function tool_chat(    name, i, id, messages, tools) {
    split("forecast find_train convert_units search_notes", name, " ")
    for (i = 1; i <= 4; i++)
        tools = tools (i > 1 ? ", " : "") definition(name[i])
    messages = message("system", prose(100))
    for (i = 1; i <= 2; i++) {
        id = "call_" i
        messages = messages ", " message("user", prose(60 + random(60))) ", " \
            call(id, name[1 + random(4)]) ", " \
            "{\"role\": \"tool\", \"tool_call_id\": \"" id "\", \"content\": " \
            "\"{\\\"rain_mm\\\": " random(100) ", \\\"wind\\\": \\\"SW\\\"}\"}, " \
            message("assistant", prose(100 + random(200)))
    }
    return "{\"messages\": [" messages "], \"tools\": [" tools "]}"
}

function definition(name) {
    return "{\"type\": \"function\", \"function\": {\"name\": \"" name \
        "\", \"description\": \"" prose(60) "\", \"parameters\": {\"type\": " \
        "\"object\", \"properties\": {\"city\": {\"type\": \"string\", " \
        "\"description\": \"" sentence() "\"}, \"day\": {\"type\": " \
        "\"string\"}}, \"required\": [\"city\"]}}}"
}

function call(id, name) {
    return "{\"role\": \"assistant\", \"content\": null, \"tool_calls\": " \
        "[{\"id\": \"" id "\", \"type\": \"function\", \"function\": " \
        "{\"name\": \"" name "\", \"arguments\": \"{\\\"city\\\": " \
        "\\\"Bergen\\\", \\\"day\\\": \\\"tomorrow\\\"}\"}}]}"
}

END {
    for (i = 0; i < COUNT; i++)
        if (KIND == "chats")
            print chat()
        else if (KIND == "tools")
            print tool_chat()
        else
            print alpaca()
}
