// A C face on simdjson: a text is validated as a whole (grammar, UTF-8, depth), then looked at in place.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rollcall_json_parser rollcall_json_parser;

// A text that was read, as simdjson lays it out; valid until its parser reads the next one.
typedef struct {
  // Its values in their order, the outermost at 1: see simdjson's doc/tape.md.
  const uint64_t *_Nullable tape;
  // Names and strings: the length in four bytes, then UTF-8.
  const uint8_t *_Nullable strings;
} rollcall_json_text;

// More than the reader looks at behind the end of a text.
enum { rollcall_json_padding = 64 };

typedef enum __attribute__((enum_extensibility(closed))) {
  rollcall_json_read,
  rollcall_json_empty,
  rollcall_json_malformed,
  // Bytes that are no UTF-8, or an escape that stands for no character.
  rollcall_json_no_text,
  rollcall_json_too_deep,
  rollcall_json_out_of_memory,
} rollcall_json_result;

// Null when memory is short.
rollcall_json_parser *_Nullable rollcall_json_parser_create(void);
void rollcall_json_parser_destroy(rollcall_json_parser *_Nonnull parser);

// Reads a text, which need not stay. The parser keeps room for the longest text that it has read.
// spare: how many bytes behind the text may be looked at, whatever they are; too few cost a copy.
rollcall_json_result rollcall_json_parse(rollcall_json_parser *_Nonnull parser,
                                         const uint8_t *_Nullable bytes, size_t count, size_t spare,
                                         rollcall_json_text *_Nonnull text);

#ifdef __cplusplus
}
#endif
