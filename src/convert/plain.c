// SPDX-License-Identifier: MIT
/* Targets that hold texts and no conversations. */
#include "convert/fit.h"

enum sft_status fit_plain(struct fit *f)
{
    if (!format_is_plain(f->to) || f->conversation->is_plain)
        return SFT_OK;
    reject(f->task, E_CANNOT_CARRY, 0,
           "%s holds no conversation, only text that is none", f->target);
    return advise(f->task, "--template NAME makes text of it, as a model's "
                           "chat template does (sftconv templates lists them)");
}
