// SPDX-License-Identifier: MIT
/* The table of options, in the order of the help. */
#include "cli/options.h"

#include <string.h>

static const char *const group_titles[GROUP_COUNT] = {
    [GROUP_FORMATS] = "Formats",
    [GROUP_TEMPLATES] = "Chat templates",
    [GROUP_FILES] = "Input and output",
    [GROUP_ERRORS] = "Bad records",
    [GROUP_FIT] = "Where the target holds less",
    [GROUP_RULES] = "Where a record breaks a rule of the target or of reading",
    [GROUP_MESSAGES] = "Messages",
};

enum { ONCE = false, ADDS_UP = true };

static const struct option options[] = {
    {'f', ONCE, OPTION_LIBRARY, GROUP_FORMATS, "from", "FORMAT",
     "what the input is (default: detected from its first record); \"mixed\" "
     "detects every record by itself"},
    {'t', ONCE, OPTION_LIBRARY, GROUP_FORMATS, "to", "TARGET",
     "what to write: a format, or a chat template, which makes text of each "
     "record (with --template also \"text\" or \"segments\", the shape of it)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FORMATS, "oasst", "best|all",
     "of Open-Assistant's trees take the best path, or every one (default: "
     "best)"},
    {0, ONCE, OPTION_LISTING, GROUP_FORMATS, "matrix", NULL,
     "show what becomes of each feature in each format: exact, folded, "
     "refused"},
    {0, ADDS_UP, OPTION_LIBRARY, GROUP_FORMATS, "map", "KEY=PATH,...",
     "read members that have other names: user=question,"
     "assistant=answer.text"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FORMATS, "dataset-info", "FILE:NAME",
     "the same, as the data set NAME is described in LLaMA-Factory's "
     "dataset_info.json"},
    {0, ONCE, OPTION_LISTING, GROUP_FORMATS, "json", NULL,
     "list the formats as JSON"},

    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "template", "NAME|FILE",
     "render with this template, like --to NAME: one that is built in, or a "
     ".jinja, tokenizer_config.json or chat_template.json"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "template-name", "NAME",
     "which one of several in that file (default: tool_use for records with "
     "tools, if there is one, else default)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "generation-prompt", NULL,
     "end with what asks for an answer"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "raw", NULL,
     "write the text itself instead of JSON"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "raw-separator", "TEXT",
     "what follows each text of --raw (default: \\n)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "split-prompt", NULL,
     "write {\"prompt\", \"completion\"}, cut where the last answer begins"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "text-field", "NAME",
     "the member that holds the text (default: text)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "bos", "TOKEN",
     "set the template's bos_token"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "eos", "TOKEN",
     "set the template's eos_token"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "no-bos", NULL,
     "leave out a bos_token at the start, for trainers that add their own"},
    {0, ADDS_UP, OPTION_LIBRARY, GROUP_TEMPLATES, "var", "NAME=JSON",
     "set a variable of the template"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "date", "YYYY-MM-DD",
     "the day for templates that ask for one (default: today)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "nul", "reject|drop",
     "NUL characters in the text of --raw (default: reject the record)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_TEMPLATES, "special-tokens",
     "allow|reject|escape",
     "contents in which the template's own tokens stand (default: allow, and "
     "count them)"},

    {'o', ONCE, OPTION_RUN, GROUP_FILES, "output", "FILE",
     "write here, all or nothing: a failed run leaves FILE as it was (\"-\": "
     "standard output, the default); .gz, .zst, .xz and .bz2 are compressed"},
    {'i', ONCE, OPTION_RUN, GROUP_FILES, "in-place", NULL,
     "replace every FILE by what becomes of it, all of them or none"},
    {0, ONCE, OPTION_RUN, GROUP_FILES, "no-clobber", NULL,
     "never replace a file that is there already"},
    {0, ONCE, OPTION_RUN, GROUP_FILES, "dry-run", NULL,
     "convert everything and say what happens, but write nothing"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FILES, "array", NULL,
     "write one JSON array, an element a line, instead of JSON lines"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FILES, "unicode", "keep|utf8|ascii",
     "how strings spell what is not ASCII: with the escapes they came with "
     "(default), as UTF-8, or all as \\uXXXX"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FILES, "normalize", "nfc|nfkc",
     "put texts into this Unicode normalisation form, and count the records "
     "that it changed"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FILES, "bom", NULL,
     "begin the output with a byte order mark, for programs that ask for one"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FILES, "limit", "N",
     "read no more than N records"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FILES, "max-record-bytes", "N",
     "reject larger records; takes K, M and G (default: 256M)"},
    {'j', ONCE, OPTION_LIBRARY, GROUP_FILES, "jobs", "N",
     "convert with N threads (0, the default: as many as there are "
     "processors); the output is the same for every N"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FILES, "shard", "I/N",
     "convert share I (from 0) of N of the lines: the outputs of all shares, "
     "one after the other, are that of one run"},

    {0, ONCE, OPTION_LIBRARY, GROUP_ERRORS, "on-error", "stop|skip",
     "stop at a bad record, or leave it out and go on (default: stop)"},
    {0, ONCE, OPTION_RUN, GROUP_ERRORS, "rejects", "FILE",
     "write the rejected records here, byte for byte"},
    {0, ONCE, OPTION_LIBRARY, GROUP_ERRORS, "max-errors", "N|P%",
     "like skip, but stop after more than N rejected records, or fail in the "
     "end if more than P percent were rejected"},
    {0, ONCE, OPTION_RUN, GROUP_ERRORS, "report", "FILE",
     "write here, as JSON, what was converted, changed and rejected"},

    {0, ONCE, OPTION_LIBRARY, GROUP_FIT, "multi-turn",
     "fold|last|first|split|reject",
     "conversations, where the target has one question and one answer: a row "
     "for each answer with the earlier messages folded in (default), for the "
     "last alone, or rows without earlier messages for the first or each"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FIT, "system", "fold|drop|reject",
     "system prompts: fold them into the user's text or refuse them where "
     "the target has no place, or drop them always (default: fold)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FIT, "system-prompt", "TEXT",
     "give records without a system prompt this one"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FIT, "input-join", "TEXT",
     "what joins instruction and input (default: \\n\\n, a blank line)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FIT, "split-input", NULL,
     "cut the last user text at its first blank line into instruction and "
     "input"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FIT, "turn-labels", "USER,ASSISTANT,SYSTEM",
     "the words before folded messages (default: User,Assistant,System)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FIT, "tools", "text|reject",
     "definitions, calls and answers of tools where the target has none: "
     "write them into the texts, or refuse the record (default)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FIT, "reasoning", "field|inline|drop",
     "reasoning in a member of its own, or in the text as <think> (default: "
     "as the target has it)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_FIT, "preference", "chosen|rejected|both",
     "of endings to choose from take these, of labelled conversations the "
     "good, the bad or all"},
    {0, ADDS_UP, OPTION_LIBRARY, GROUP_FIT, "drop", "LIST",
     "leave these out, and count them"},
    {0, ADDS_UP, OPTION_LIBRARY, GROUP_FIT, "keep", "all|none|LIST",
     "write these other members too, such as id,source (default: all where "
     "the format stays the same, else none)"},

    {0, ADDS_UP, OPTION_LIBRARY, GROUP_RULES, "role", "NAME=ROLE",
     "read the role NAME as user, assistant, system or tool"},
    {0, ONCE, OPTION_LIBRARY, GROUP_RULES, "consecutive", "merge|keep|reject",
     "messages of one role in a row (default: merge)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_RULES, "leading",
     "keep|drop|user=TEXT|reject",
     "an assistant message first: drop it, or put a user's TEXT before it "
     "(default: reject)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_RULES, "trailing",
     "keep|drop|drop-record|reject",
     "a last message without an answer: drop it, or the record (default: "
     "reject)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_RULES, "empty", "keep|drop|reject",
     "messages without any text (default: reject)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_RULES, "duplicates", "last",
     "where a key stands twice, take the last, as most JSON readers do "
     "(default: reject)"},
    {0, ONCE, OPTION_LIBRARY, GROUP_RULES, "repair-unicode", NULL,
     "put U+FFFD for invalid UTF-8 and for half surrogate pairs"},

    {0, ONCE, OPTION_COMMON, GROUP_MESSAGES, "errors", "human|json",
     "how messages are written (default: human); json: an object a line"},
    {0, ONCE, OPTION_COMMON, GROUP_MESSAGES, "color", "auto|always|never",
     "colour messages (default: auto, on a terminal)"},
    {'q', ONCE, OPTION_COMMON, GROUP_MESSAGES, "quiet", NULL,
     "errors only, no summary"},
    {'v', ONCE, OPTION_COMMON, GROUP_MESSAGES, "verbose", NULL,
     "always a summary, and with errors the place in the input"},
    {'h', ONCE, OPTION_COMMON, GROUP_MESSAGES, "help", NULL, "show this help"},
    {0, ONCE, OPTION_COMMON, GROUP_MESSAGES, "version", NULL,
     "show the version"},
};

const struct option *option_at(size_t i)
{
    return i < COUNT(options) ? &options[i] : NULL;
}

const struct option *option_by_name(struct text name)
{
    for (size_t i = 0; i < COUNT(options); i++) {
        if (text_equal(name, text_of(options[i].name)))
            return &options[i];
    }
    return NULL;
}

const struct option *option_by_letter(char letter)
{
    for (size_t i = 0; i < COUNT(options); i++) {
        if (letter && options[i].letter == letter)
            return &options[i];
    }
    return NULL;
}

const char *option_group_title(enum option_group group)
{
    return group_titles[group];
}

bool option_takes(const struct option *option, struct text value)
{
    const char *words = option->argument;

    if (!words || !strchr(words, '|'))
        return true;
    for (;;) {
        size_t len = strcspn(words, "|");
        if (text_equal(value, (struct text){words, len}))
            return true;
        if (words[len] == '\0')
            return false;
        words += len + 1;
    }
}
