// A C face on simdjson: a text is validated as a whole (grammar, UTF-8, depth), then looked at in place.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rollcall_json_parser rollcall_json_parser;

typedef enum __attribute__((enum_extensibility(closed))) {
  rollcall_json_null,
  rollcall_json_boolean,
  rollcall_json_integer,
  rollcall_json_fraction,
  rollcall_json_string,
  rollcall_json_array,
  rollcall_json_object,
} rollcall_json_kind;

// Of a text that was read; valid until its parser reads the next one. What does not belong to the
// kind is not set.
typedef struct {
  rollcall_json_kind kind;
  bool is_true;
  bool is_negative;
  // The name of a member of an object; null elsewhere.
  const uint8_t *_Nullable name;
  size_t name_length;
  // A string.
  const uint8_t *_Nullable text;
  size_t text_length;
  // An integer without its sign.
  uint64_t magnitude;
  double fraction;
  // simdjson's own.
  uintptr_t place[2];
} rollcall_json_value;

// What is left of the members of an object or the elements of an array.
typedef struct {
  uintptr_t next[2];
  uintptr_t end[2];
  bool in_object;
} rollcall_json_cursor;

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
rollcall_json_result rollcall_json_parse(rollcall_json_parser *_Nonnull parser,
                                         const uint8_t *_Nullable bytes, size_t count,
                                         rollcall_json_value *_Nonnull root);

// Nothing for what is neither object nor array.
rollcall_json_cursor rollcall_json_children(const rollcall_json_value *_Nonnull value);

// False at the end, and nothing is set.
bool rollcall_json_next(rollcall_json_cursor *_Nonnull cursor, rollcall_json_value *_Nonnull value);

#ifdef __cplusplus
}
#endif
