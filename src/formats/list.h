// SPDX-License-Identifier: MIT
/* The formats, in the order in which they are offered and, for equal bids,
 * detected.  A new format is a new file and a row here. */
FORMAT(openai)
FORMAT(claude)
FORMAT(sharegpt)
FORMAT(alpaca)
FORMAT(llamafactory)
FORMAT(bedrock)
FORMAT(lf_v1)
FORMAT(text)
FORMAT(segments)
FORMAT(chatml_text)
FORMAT(llama3_text)
FORMAT(alpaca_text)
FORMAT(hh)
FORMAT(oasst)
FORMAT(model)
