// zlib's calls that begin a stream, which are macros: gzip both ways (31), the usual level and memory.
#pragma once
#include <zlib.h>

static inline int rollcall_deflate_begin(z_stream *_Nonnull stream) {
  return deflateInit2(stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

static inline int rollcall_inflate_begin(z_stream *_Nonnull stream) {
  return inflateInit2(stream, 31);
}
