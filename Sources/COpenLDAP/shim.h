// What Swift's importer cannot see of libldap: a cast to a pointer, a macro of macros, a call-back
// whose questions are Cyrus SASL's.
#pragma once
#define LDAP_DEPRECATED 0
#include <lber.h>
#include <ldap.h>
#include <string.h>
#include <sys/time.h>

static inline const void *_Nonnull rollcall_ldap_opt_on(void) { return LDAP_OPT_ON; }

// A global that is no constant to Swift.
static inline Sockbuf_IO *_Nonnull rollcall_read_ahead(void) { return &ber_sockbuf_io_readahead; }

static const int rollcall_ldap_tls_1_2 = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;

// So that nobody has to know which module of the C library defines it.
static inline struct timeval rollcall_timeval(long seconds, long microseconds) {
  return (struct timeval){.tv_sec = seconds, .tv_usec = microseconds};
}

// sasl_interact_t of <sasl/sasl.h>, so that its package need not be installed.
struct rollcall_sasl_question {
  unsigned long id; // 0 ends the list
  const char *challenge, *prompt, *preset;
  const void *answer;
  unsigned length;
};

// GSSAPI takes everything from the ticket: every question (such as "authorization name") is
// answered with its preset, or with nothing.
static inline int rollcall_sasl_answer(LDAP *_Nullable ld, unsigned flags, void *_Nullable defaults,
                                       void *_Nullable questions) {
  (void)ld, (void)flags, (void)defaults;
  for (struct rollcall_sasl_question *each = questions; each && each->id != 0; each++) {
    each->answer = each->preset ? each->preset : "";
    each->length = (unsigned)strlen(each->answer);
  }
  return LDAP_SUCCESS;
}
