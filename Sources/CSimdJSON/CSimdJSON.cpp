#include "CSimdJSON.h"

#include <cstring>
#include <new>
#include <simdjson.h>
#include <type_traits>

using namespace simdjson;

struct rollcall_json_parser {
  dom::parser parser;
};

namespace {

// The C side carries simdjson's positions as two words.
template <typename Position> void save(const Position &position, uintptr_t (&words)[2]) {
  static_assert(sizeof(Position) == sizeof words && std::is_trivially_copyable<Position>::value);
  std::memcpy(words, &position, sizeof words);
}

template <typename Position> Position restore(const uintptr_t (&words)[2]) {
  Position position;
  static_assert(sizeof position == sizeof words && std::is_trivially_copyable<Position>::value);
  std::memcpy(static_cast<void *>(&position), words, sizeof words);
  return position;
}

template <typename Children> void open(const Children &children, rollcall_json_cursor *cursor) {
  save(children.begin(), cursor->next);
  save(children.end(), cursor->end);
}

void describe(dom::element element, rollcall_json_value *value) {
  save(element, value->place);
  switch (element.type()) {
  case dom::element_type::OBJECT:
    value->kind = rollcall_json_object;
    break;
  case dom::element_type::ARRAY:
    value->kind = rollcall_json_array;
    break;
  case dom::element_type::STRING: {
    std::string_view text = element.get_string().value_unsafe();
    value->kind = rollcall_json_string;
    value->text = reinterpret_cast<const uint8_t *>(text.data());
    value->text_length = text.size();
    break;
  }
  case dom::element_type::INT64: {
    int64_t number = element.get_int64().value_unsafe();
    value->kind = rollcall_json_integer;
    value->is_negative = number < 0;
    value->magnitude = number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
    break;
  }
  case dom::element_type::UINT64:
    value->kind = rollcall_json_integer;
    value->is_negative = false;
    value->magnitude = element.get_uint64().value_unsafe();
    break;
  case dom::element_type::DOUBLE:
    value->kind = rollcall_json_fraction;
    value->fraction = element.get_double().value_unsafe();
    break;
  case dom::element_type::BOOL:
    value->kind = rollcall_json_boolean;
    value->is_true = element.get_bool().value_unsafe();
    break;
  case dom::element_type::NULL_VALUE:
    value->kind = rollcall_json_null;
    break;
  }
}

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
                                         size_t count, rollcall_json_value *root) {
  *root = {};
  if (count == 0) return rollcall_json_empty;
  dom::element element;
  // simdjson reads beyond the end: it copies the text into a buffer of its own that allows it.
  error_code error = parser->parser.parse(bytes, count, true).get(element);
  if (!error) describe(element, root);
  return result(error);
}

rollcall_json_cursor rollcall_json_children(const rollcall_json_value *value) {
  rollcall_json_cursor cursor = {};
  if (value->kind == rollcall_json_object) {
    cursor.in_object = true;
    open(restore<dom::element>(value->place).get_object().value_unsafe(), &cursor);
  } else if (value->kind == rollcall_json_array) {
    open(restore<dom::element>(value->place).get_array().value_unsafe(), &cursor);
  }
  return cursor;
}

bool rollcall_json_next(rollcall_json_cursor *cursor, rollcall_json_value *value) {
  if (std::memcmp(cursor->next, cursor->end, sizeof cursor->next) == 0) return false;
  if (cursor->in_object) {
    auto next = restore<dom::object::iterator>(cursor->next);
    std::string_view name = next.key();
    value->name = reinterpret_cast<const uint8_t *>(name.data());
    value->name_length = name.size();
    describe(next.value(), value);
    save(++next, cursor->next);
  } else {
    auto next = restore<dom::array::iterator>(cursor->next);
    value->name = nullptr;
    value->name_length = 0;
    describe(*next, value);
    save(++next, cursor->next);
  }
  return true;
}
