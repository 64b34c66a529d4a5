// libcurl's calls that take their last argument by the option's type: one wrapper a type.
#pragma once
#include <curl/curl.h>

// Takes bytes of an answer, and says how many it took: fewer than it was given end the transfer.
typedef size_t (*rollcall_curl_receiver)(char *_Nonnull bytes, size_t size, size_t count,
                                         void *_Nonnull context);

static inline CURLcode rollcall_curl_set_long(CURL *_Nonnull easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLMcode rollcall_curl_keep_connections(CURLM *_Nonnull multi, long count) {
  return curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, count);
}

static inline CURLcode rollcall_curl_set_size(CURL *_Nonnull easy, CURLoption option,
                                              curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode rollcall_curl_set_text(CURL *_Nonnull easy, CURLoption option,
                                              const char *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode rollcall_curl_set_pointer(CURL *_Nonnull easy, CURLoption option,
                                                 const void *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode rollcall_curl_set_receiver(CURL *_Nonnull easy, CURLoption option,
                                                  rollcall_curl_receiver _Nonnull value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode rollcall_curl_get_long(CURL *_Nonnull easy, CURLINFO info,
                                              long *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode rollcall_curl_get_size(CURL *_Nonnull easy, CURLINFO info,
                                              curl_off_t *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode rollcall_curl_get_text(CURL *_Nonnull easy, CURLINFO info,
                                              const char *_Nullable *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}
