// SPDX-License-Identifier: MIT
/* Which texts look like special tokens: those with marks that neither HTML
 * nor a list in Markdown has, and some that are known by name. */
#include "template/tokens.h"

#include "base/search.h"

enum { LONGEST_TOKEN = 48 };

/* Tokens without such a mark.  They are ones where a template writes them;
 * tags of thoughts are not here, which contents rightly hold. */
static const char *const named[] = {
    "<s>",         "</s>",         "<bos>",    "<eos>",     "<pad>",
    "<unk>",       "<sep>",        "<sop>",    "<eop>",     "<eod>",
    "<<SYS>>",     "<</SYS>>",     "<AI>",     "<user>",    "</user>",
    "<assistant>", "</assistant>", "<system>", "</system>", "<TOOLCALL>",
    "</TOOLCALL>", "[gMASK]",      "]~b]",     "]~!b[",     "[e~[",
};

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Does a byte of <...> show that it is no tag of HTML? */
static bool is_mark(struct text text, size_t i)
{
    char c = text.at[i];
    bool is_before_slash = i + 1 < text.len && text.at[i + 1] == '/';

    return c == '|' || c == '_' || (unsigned char)c >= 0x80 ||
           (c == ':' && !is_before_slash); /* no <http://...> */
}

/* The length of a token such as <|im_end|>, <start_of_turn>, <seed:bos>,
 * [INST] or [|user|] that begins here; 0 if none does. */
static size_t token_length(struct text text, size_t at)
{
    char close = text.at[at] == '<' ? '>' : ']';
    bool is_marked = false;
    size_t i = at + 1;

    for (; i < text.len && i + 1 - at < LONGEST_TOKEN; i++) {
        char c = text.at[i];
        if (c == close)
            break;
        is_marked |= is_mark(text, i);
        if (c == ' ' || c == '\n' || c == '\'' || c == '"' || c == '{' ||
            c == '<' || c == '[')
            return 0;
    }
    if (i == text.len || text.at[i] != close || i == at + 1)
        return 0;
    char first = text.at[at + 1];
    if (close == ']')
        is_marked = is_upper(first) || first == '/' ||
                    (first == '|' && text.at[i - 1] == '|' && i > at + 2);
    return is_marked ? i + 1 - at : 0;
}

void tokens_find(struct tokens *tokens, struct text text)
{
    for (size_t at = 0; at < text.len; at++) {
        if (text.at[at] != '<' && text.at[at] != '[')
            continue;
        size_t len = token_length(text, at);
        if (len > 0)
            tokens_add(tokens, (struct text){text.at + at, len});
    }
    for (size_t i = 0; i < COUNT(named); i++) {
        if (text_search(text, text_of(named[i]), NULL))
            tokens_add(tokens, text_of(named[i]));
    }
}
