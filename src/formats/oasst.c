// SPDX-License-Identifier: MIT
/* Open-Assistant: trees of messages, {"message_tree_id", "prompt": {"text",
 * "role", "replies": [{"text", "role", "replies"}, ...]}}, and threads,
 * {"thread_id", "thread": [{"text", "role"}, ...]}.
 *
 * A tree holds as many conversations as it has leaves.  The best of them goes
 * from the prompt to the best reply, and from there to its best reply: ranks
 * count from 0, and what has no rank comes after what has one.  Messages that
 * were deleted are passed over, with all that hangs on them.
 * Source: Open-Assistant's docs/docs/data/schemas.mdx and its exporter. */
#include "formats/oasst.h"

#include "formats/members.h"
#include "formats/roles.h"

#include <string.h>

struct node {
    struct message message;
    struct node *parent, *next;
    struct node *replies, *last_reply;
    uint64_t rank; /* UINT64_MAX: none */
    size_t depth;  /* messages before it */
    size_t size;   /* of the conversation that ends with it */
};

struct tree {
    struct reading *reading;
    struct node *root;
    size_t n_nodes;
};

static const struct text keys[] = {KEY("text"), KEY("role"), KEY("rank"),
                                   KEY("deleted"), KEY("replies")};
enum { TEXT_, ROLE, RANK, DELETED, REPLIES, N_KEYS };

/* # Detection */

bool oasst_is_message(const struct document *record)
{
    const struct json *replies =
        json_member(record, json_root(record), TEXT("replies"));

    return has_member(record, TEXT("message_id"), JSON_STRING) &&
           has_member(record, TEXT("role"), JSON_STRING) &&
           json_member(record, json_root(record), TEXT("text")) &&
           (is_absent(replies) ||
            (replies->kind == JSON_ARRAY && json_is_empty(replies)));
}

static bool is_node(const struct document *doc, const struct json *node)
{
    return json_member(doc, node, TEXT("role")) &&
           json_member(doc, node, TEXT("text"));
}

static int oasst_bid(const struct document *record)
{
    const struct json *root = json_root(record);
    const struct json *prompt = json_member(record, root, TEXT("prompt"));
    const struct json *thread = json_member(record, root, TEXT("thread"));

    if (prompt && prompt->kind == JSON_OBJECT && is_node(record, prompt))
        return 80;
    if (thread && thread->kind == JSON_ARRAY && !json_is_empty(thread) &&
        is_node(record, thread + 1))
        return 80;
    return oasst_is_message(record) ? 70 : 0;
}

/* # Messages */

static bool is_deleted(const struct document *doc, const struct json *node)
{
    const struct json *deleted = json_member(doc, node, keys[DELETED]);

    return deleted && deleted->kind == JSON_TRUE;
}

static enum sft_status rank_read(struct reading *reading,
                                 const struct json *node, uint64_t *rank)
{
    *rank = UINT64_MAX;
    if (is_absent(node))
        return SFT_OK;
    if (node->kind != JSON_NUMBER)
        return reject_type(reading, node, keys[RANK], "a number");
    *rank = 0;
    for (size_t i = 0; i < node->len; i++) {
        char c = reading->doc->bytes[node->start + i];
        if (c < '0' || c > '9' || *rank > UINT64_MAX / 10 - 10)
            return reject(reading->task, E_TYPE, json_offset(node),
                          "a rank is a whole number, from 0 for the best");
        *rank = *rank * 10 + (uint64_t)(c - '0');
    }
    return SFT_OK;
}

/* What decides about the path is no less worth to be kept. */
static void add_extra(struct reading *reading, struct members *extras,
                      struct text key, const struct json *value)
{
    if (!value)
        return;
    struct member *all =
        ARENA_ARRAY(&reading->task->arena, extras->n + 1, struct member);
    if (extras->n > 0)
        memcpy(all, extras->at, extras->n * sizeof(*all));
    all[extras->n++] = (struct member){.key = {key.at, key.len},
                                       .value = json_raw(reading->doc, value)};
    extras->at = all;
}

static enum sft_status message_read(struct reading *reading,
                                    const struct json *json,
                                    struct message *message,
                                    const struct json **found)
{
    struct members extras = {0};
    struct escaped text = {0};
    bool is_call = false;

    enum sft_status status = members_read(reading, json, keys, N_KEYS, found,
                                          &message_members, &extras);
    if (status == SFT_OK && !found[ROLE])
        return reject(reading->task, E_MISSING, json_offset(json),
                      "role is missing");
    if (status == SFT_OK)
        status = role_read(reading, found[ROLE], &message->role, &is_call);
    if (status == SFT_OK)
        status = member_text(reading, json, keys[TEXT_], found[TEXT_], &text);
    if (status != SFT_OK)
        return status;
    add_extra(reading, &extras, keys[RANK], found[RANK]);
    add_extra(reading, &extras, keys[DELETED], found[DELETED]);
    message_set_text(&reading->task->arena, message, text);
    message->offset = json_offset(json);
    if (extras.n > 0)
        message_details(&reading->task->arena, message)->extras = extras;
    return SFT_OK;
}

/* # Trees */

/* How many messages a part of a tree has; no deeper than JSON nests. */
static size_t count_nodes(const struct document *doc, const struct json *json)
{
    const struct json *replies = json_member(doc, json, keys[REPLIES]);
    size_t n = 1;

    if (replies && replies->kind == JSON_ARRAY) {
        ARRAY_EACH (reply, replies)
            n += count_nodes(doc, reply);
    }
    return n;
}

static enum sft_status node_read(struct tree *tree, const struct json *json,
                                 struct node *parent);

static enum sft_status
replies_read(struct tree *tree, const struct json *replies, struct node *node)
{
    struct reading *reading = tree->reading;
    enum sft_status status = SFT_OK;

    if (is_absent(replies))
        return SFT_OK;
    if (replies->kind != JSON_ARRAY)
        return reject_type(reading, replies, keys[REPLIES], "a list");
    ARRAY_EACH (reply, replies) {
        if (is_deleted(reading->doc, reply))
            reading->n_left_out += count_nodes(reading->doc, reply);
        else
            status = node_read(tree, reply, node);
        if (status != SFT_OK)
            break;
    }
    return status;
}

/* One message and all below it; no deeper than JSON nests. */
static enum sft_status node_read(struct tree *tree, const struct json *json,
                                 struct node *parent)
{
    struct node *node = ARENA_NEW(&tree->reading->task->arena, struct node);
    const struct json *found[N_KEYS] = {0};

    enum sft_status status =
        message_read(tree->reading, json, &node->message, found);
    if (status == SFT_OK)
        status = rank_read(tree->reading, found[RANK], &node->rank);
    if (status != SFT_OK)
        return status;
    tree->n_nodes++;
    node->parent = parent;
    node->size = sizeof(struct message) + node->message.parts->text.len;
    if (parent) {
        *(parent->last_reply ? &parent->last_reply->next : &parent->replies) =
            node;
        parent->last_reply = node;
        node->depth = parent->depth + 1;
        node->size += parent->size;
    } else
        tree->root = node;
    return replies_read(tree, found[REPLIES], node);
}

/* # Paths */

/* The messages from the prompt to this one.  They are the same as on other
 * paths that begin alike: their texts and details are shared. */
static void path_to(struct tree *tree, const struct node *node,
                    struct conversation *conversation)
{
    struct arena *arena = &tree->reading->task->arena;
    size_t i = node->depth + 1;

    conversation->n_messages = i;
    conversation->messages = ARENA_ARRAY(arena, i, struct message);
    for (; node; node = node->parent)
        conversation->messages[--i] = node->message;
}

static const struct node *best_path(const struct tree *tree)
{
    const struct node *node = tree->root;

    while (node->replies) {
        const struct node *best = node->replies;
        for (const struct node *reply = best; reply; reply = reply->next) {
            if (reply->rank < best->rank)
                best = reply;
        }
        node = best;
    }
    return node;
}

/* The leaf after this one, from left to right; before all, with NULL, the
 * first.  NULL after the last. */
static const struct node *next_leaf(const struct tree *tree,
                                    const struct node *leaf)
{
    const struct node *node = leaf;

    while (node && !node->next)
        node = node->parent;
    if (leaf && !node)
        return NULL;
    node = leaf ? node->next : tree->root;
    while (node->replies)
        node = node->replies;
    return node;
}

/* Members of the record belong to each of its conversations, which may leave
 * some of them out. */
static struct members copy_of(struct arena *arena, struct members members)
{
    struct member *at = ARENA_ARRAY(arena, members.n, struct member);

    if (members.n > 0)
        memcpy(at, members.at, members.n * sizeof(*at));
    members.at = at;
    return members;
}

static enum sft_status all_paths(struct tree *tree,
                                 struct conversation *conversation)
{
    struct reading *reading = tree->reading;
    struct arena *arena = &reading->task->arena;
    const struct members extras = conversation->extras;
    size_t size = 0;

    for (const struct node *leaf = next_leaf(tree, NULL); leaf;) {
        size += leaf->size + sizeof(struct conversation) +
                extras.n * sizeof(struct member);
        if (size > reading->max_bytes) {
            reject(reading->task, E_TOO_BIG, 0,
                   "its conversations would together be larger than "
                   "--max-record-bytes");
            return advise(reading->task, "--oasst best takes one of them");
        }
        path_to(tree, leaf, conversation);
        conversation->extras = copy_of(arena, extras);
        leaf = next_leaf(tree, leaf);
        if (leaf)
            conversation->next = ARENA_NEW(arena, struct conversation);
        conversation = conversation->next;
    }
    return SFT_OK;
}

static enum sft_status tree_read(struct reading *reading,
                                 struct conversation *conversation)
{
    static const struct text key = KEY("prompt");
    struct tree tree = {.reading = reading};
    const struct json *prompt = NULL;

    enum sft_status status =
        members_read(reading, json_root(reading->doc), &key, 1, &prompt,
                     &record_members, &conversation->extras);
    if (status == SFT_OK && prompt->kind != JSON_OBJECT)
        return reject_type(reading, prompt, key, "an object");
    if (status == SFT_OK && is_deleted(reading->doc, prompt))
        return reject(reading->task, E_EMPTY, json_offset(prompt),
                      "the prompt of the tree was deleted");
    if (status == SFT_OK)
        status = node_read(&tree, prompt, NULL);
    if (status != SFT_OK || reading->all_paths)
        return status == SFT_OK ? all_paths(&tree, conversation) : status;
    path_to(&tree, best_path(&tree), conversation);
    reading->n_left_out += tree.n_nodes - conversation->n_messages;
    return SFT_OK;
}

/* # Threads */

static enum sft_status thread_read(struct reading *reading,
                                   struct conversation *conversation)
{
    static const struct text key = KEY("thread");
    const struct json *root = json_root(reading->doc), *thread = NULL;

    enum sft_status status =
        members_read(reading, root, &key, 1, &thread, &record_members,
                     &conversation->extras);
    if (status == SFT_OK && !thread)
        return reject(reading->task, E_MISSING, json_offset(root),
                      "there is no prompt with replies, and no thread");
    if (status == SFT_OK && thread->kind != JSON_ARRAY)
        return reject_type(reading, thread, key, "a list");
    if (status != SFT_OK)
        return status;
    size_t n = json_count(thread);
    conversation->messages =
        ARENA_ARRAY(&reading->task->arena, n, struct message);
    ARRAY_EACH (node, thread) {
        const struct json *found[N_KEYS] = {0};
        if (is_deleted(reading->doc, node))
            break; /* what follows hangs on it */
        status = message_read(
            reading, node, &conversation->messages[conversation->n_messages++],
            found);
        if (status == SFT_OK && found[REPLIES])
            status = reject(reading->task, E_TYPE, json_offset(node),
                            "a message of a thread has no replies of its own");
        if (status != SFT_OK)
            return status;
    }
    reading->n_left_out += n - conversation->n_messages;
    return SFT_OK;
}

static enum sft_status oasst_read(struct reading *reading,
                                  struct conversation *conversation)
{
    if (json_member(reading->doc, json_root(reading->doc), TEXT("prompt")))
        return tree_read(reading, conversation);
    if (!oasst_is_message(reading->doc))
        return thread_read(reading, conversation);
    reject(reading->task, E_FORMAT, 0,
           "this is one message of a tree, which needs the others");
    return advise(reading->task, "convert the whole file, whose rows are "
                                 "gathered into trees");
}

static const char *const members[] = {"message_tree_id", "prompt", "thread",
                                      NULL};

const struct format oasst_format = {
    .name = "oasst",
    .title = "Open-Assistant: trees of messages, threads, flat rows",
    .example = "{\"message_tree_id\":\"a1\",\"prompt\":{\"message_id\":\"a1\","
               "\"role\":\"prompter\",\"text\":\"Capital of France?\","
               "\"replies\":[{\"message_id\":\"a2\",\"role\":\"assistant\","
               "\"text\":\"Paris.\",\"rank\":0}]}}",
    .family = FAMILY_TREE,
    .carries = FEATURE_SYSTEM | FEATURE_TURNS,
    .members = members,
    .bid = oasst_bid,
    .read = oasst_read,
};
