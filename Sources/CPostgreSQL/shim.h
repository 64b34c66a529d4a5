// libpq's header is in a folder of its own on Debian, and is not elsewhere.
#pragma once
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

// Macros of characters, which Swift's importer leaves out.
static const int rollcall_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int rollcall_diag_message = PG_DIAG_MESSAGE_PRIMARY;
