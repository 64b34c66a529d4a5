// SQLite's call for settings of the whole process, which takes its arguments by the setting.
#pragma once
#include <sqlite3.h>

// To be called before SQLite is used.
static inline int rollcall_sqlite_count_no_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
