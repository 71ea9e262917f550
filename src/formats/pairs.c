// SPDX-License-Identifier: MIT
/* Pairs: {"conversation": [{"human": "...", "assistant": "..."}, ...]}, also
 * with user for human; a system prompt may stand beside the list.
 * Source: ms-swift's loader, which calls it ShareGPT. */
#include "formats/exchange.h"

static const struct exchange_keys keys = {
    .question = KEY("human"), .other = KEY("user"), .answer = KEY("assistant")};

static int pairs_bid(const struct document *record)
{
    return exchanges_have(record, &keys) ? 60 : 0;
}

static enum sft_status pairs_read(struct reading *reading,
                                  struct conversation *conversation)
{
    return exchanges_read(reading, &keys, conversation);
}

const struct format pairs_format = {
    .name = "pairs",
    .title = "pairs of human and assistant; only read",
    .example = "{\"conversation\":[{\"human\":\"Capital of France?\","
               "\"assistant\":\"Paris.\"}]}",
    .family = FAMILY_PAIRS,
    .carries = FEATURE_SYSTEM | FEATURE_SYSTEMS | FEATURE_TURNS,
    .bid = pairs_bid,
    .read = pairs_read,
};
