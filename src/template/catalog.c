// SPDX-License-Identifier: MIT
/* The templates that are built in: what each is, and its tokens.  The sources
 * are the files of templates/, made one C file when the program is built. */
#include "template/chat_template.h"

#include <string.h>

/* Generated: name and source of every file, in the order of the alphabet. */
extern const struct builtin_source {
    const char *name, *source;
} builtin_sources[];
extern const size_t n_builtin_sources;

/* What nearly all carry, and those that do more with tools. */
#define TURNS FEATURE_TURNS
#define CHAT  (FEATURE_SYSTEM | FEATURE_TURNS)

#define LLAMA3_BOS "<|begin_of_text|>"

static const struct builtin_template templates[] = {
    {"alpaca", NULL, "Alpaca's prompt, the answer on a line of its own", "", "",
     CHAT | FEATURE_INPUT},
    {"alpaca-stanford", NULL, "Alpaca's prompt as Stanford's train.py joins it",
     "", "", CHAT | FEATURE_INPUT},
    {"chatml", NULL, "ChatML: <|im_start|>role", "<s>", "<|im_end|>",
     CHAT | FEATURE_RESULTS},
    {"command-r", NULL, "Cohere Command R", "<BOS_TOKEN>",
     "<|END_OF_TURN_TOKEN|>", CHAT},
    {"deepseek-r1", NULL, "DeepSeek R1", "<｜begin▁of▁sentence｜>",
     "<｜end▁of▁sentence｜>",
     CHAT | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS},
    {"deepseek-v3", NULL, "DeepSeek V3", "<｜begin▁of▁sentence｜>",
     "<｜end▁of▁sentence｜>", CHAT | FEATURE_CALLS | FEATURE_RESULTS},
    {"gemma", NULL, "Google Gemma and Gemma 2", "<bos>", "<eos>", TURNS},
    {"gemma3", NULL, "Google Gemma 3", "<bos>", "<eos>", CHAT},
    {"gpt-oss", "harmony", "OpenAI gpt-oss (harmony)", "<|startoftext|>",
     "<|return|>", CHAT | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS},
    {"granite", NULL, "IBM Granite 3", "<|end_of_text|>", "<|end_of_text|>",
     CHAT | FEATURE_TOOLS | FEATURE_RESULTS},
    {"llama2", NULL, "Meta Llama 2", "<s>", "</s>", CHAT},
    {"llama3", NULL, "Meta Llama 3", LLAMA3_BOS, "<|eot_id|>",
     CHAT | FEATURE_RESULTS},
    {"llama3-tagged", NULL, "<|user|> and <|assistant|> on lines of their own",
     "", "", CHAT | FEATURE_RESULTS | FEATURE_INPUT},
    {"llama3.1", "llama3.3", "Meta Llama 3.1 and 3.3", LLAMA3_BOS, "<|eot_id|>",
     CHAT | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS},
    {"llama3.2", NULL, "Meta Llama 3.2", LLAMA3_BOS, "<|eot_id|>",
     CHAT | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS},
    {"llama4", NULL, "Meta Llama 4", LLAMA3_BOS, "<|eot|>",
     CHAT | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS},
    {"mistral-nemo", NULL, "Mistral Nemo", "<s>", "</s>",
     TURNS | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS},
    {"mistral-v1", NULL, "Mistral's tokenizer v1", "<s>", "</s>", CHAT},
    {"mistral-v3", NULL, "Mistral's tokenizer v2 and v3", "<s>", "</s>",
     TURNS | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS},
    {"mistral-v7", NULL, "Mistral's tokenizer v7 (Tekken)", "<s>", "</s>",
     CHAT},
    {"phi3", NULL, "Microsoft Phi 3", "<s>", "<|endoftext|>", CHAT},
    {"phi4", NULL, "Microsoft Phi 4", "<|endoftext|>", "<|im_end|>", CHAT},
    {"qwen2.5", NULL, "Qwen 2.5", "", "<|im_end|>",
     CHAT | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS},
    {"qwen3", NULL, "Qwen 3", "", "<|im_end|>",
     CHAT | FEATURE_TOOLS | FEATURE_CALLS | FEATURE_RESULTS |
         FEATURE_REASONING},
    {"smollm", NULL, "Hugging Face SmolLM and SmolLM2", "<|im_start|>",
     "<|im_end|>", CHAT | FEATURE_RESULTS},
    {"vicuna", NULL, "Vicuna 1.1", "<s>", "</s>", CHAT},
    {"zephyr", NULL, "Zephyr", "<s>", "</s>", CHAT},
};

const struct builtin_template *builtin_template_at(size_t i)
{
    return i < COUNT(templates) ? &templates[i] : NULL;
}

const char *builtin_template_source(const struct builtin_template *template)
{
    for (size_t i = 0; i < n_builtin_sources; i++) {
        if (strcmp(builtin_sources[i].name, template->name) == 0)
            return builtin_sources[i].source;
    }
    return "";
}

const struct builtin_template *builtin_template_by_name(struct text name)
{
    for (size_t i = 0; i < COUNT(templates); i++) {
        const struct builtin_template *t = &templates[i];
        if (text_equal(name, text_of(t->name)) ||
            (t->alias && text_equal(name, text_of(t->alias))))
            return t;
    }
    return NULL;
}
