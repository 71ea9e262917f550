// SPDX-License-Identifier: MIT
/* Words for what is wrong with a command line. */
#include "cli/complaint.h"

#include "base/utf8.h"

enum { QUOTED_CHARACTERS = 60 };

bool complaint_exists(const struct complaint *complaint)
{
    return complaint->text.len > 0 || complaint->text.failed;
}

void complaint_quote(struct buf *out, struct text typed)
{
    size_t cut = utf8_cut(typed, QUOTED_CHARACTERS);

    buf_byte(out, '"');
    utf8_printable(out, (struct text){typed.at, cut});
    if (cut < typed.len)
        BUF_LITERAL(out, "...");
    buf_byte(out, '"');
}

void complaint_unknown(struct complaint *complaint, const char *what,
                       struct text typed)
{
    buf_printf(&complaint->text, "unknown %s ", what);
    complaint_quote(&complaint->text, typed);
}
