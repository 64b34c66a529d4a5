#include "CSimdJSON.h"

#include <new>
#include <simdjson.h>

using namespace simdjson;

struct rollcall_json_parser {
  dom::parser parser;
};

namespace {

rollcall_json_result result(error_code error) {
  switch (error) {
  case SUCCESS:
    return rollcall_json_read;
  case EMPTY:
    return rollcall_json_empty;
  case UTF8_ERROR:
  case STRING_ERROR:
    return rollcall_json_no_text;
  case DEPTH_ERROR:
    return rollcall_json_too_deep;
  case CAPACITY:
  case MEMALLOC:
    return rollcall_json_out_of_memory;
  default:
    return rollcall_json_malformed;
  }
}

} // namespace

rollcall_json_parser *rollcall_json_parser_create(void) {
  return new (std::nothrow) rollcall_json_parser;
}

void rollcall_json_parser_destroy(rollcall_json_parser *parser) { delete parser; }

rollcall_json_result rollcall_json_parse(rollcall_json_parser *parser, const uint8_t *bytes,
                                         size_t count, size_t spare, rollcall_json_text *text) {
  *text = {};
  if (count == 0) return rollcall_json_empty;
  static_assert(SIMDJSON_PADDING <= rollcall_json_padding);
  // simdjson reads beyond the end: where it may not, it copies the text first.
  error_code error = parser->parser.parse(bytes, count, spare < SIMDJSON_PADDING).error();
  if (!error) *text = {parser->parser.doc.tape.get(), parser->parser.doc.string_buf.get()};
  return result(error);
}
