/* A plain diff: each entry as one value in a table of SQLite, compared as a whole; what differs is
 * written, and noted in a second table, in one transaction. */
#include "plain.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3 *database;
static sqlite3_stmt *find, *add, *change, *note;
static long differences;

/* The entry that is arriving, each text with its length in front. */
static char *content;
static size_t content_size, content_room;
static char identifier[64];

/* One bit for each row that was there, or is now: those whose entry came. */
static unsigned char *arrived;
static size_t arrived_room;

static void require(int is_true, const char *what)
{
    if (is_true) return;
    fprintf(stderr, "%s: %s\n", what, database ? sqlite3_errmsg(database) : "no memory");
    exit(1);
}

static void run(const char *statement)
{
    require(sqlite3_exec(database, statement, NULL, NULL, NULL) == SQLITE_OK, statement);
}

static sqlite3_stmt *prepare(const char *text)
{
    sqlite3_stmt *statement;
    require(sqlite3_prepare_v2(database, text, -1, &statement, NULL) == SQLITE_OK, text);
    return statement;
}

static void *grown(void *memory, size_t *room, size_t needed)
{
    size_t before = *room;
    if (needed <= before) return memory;
    *room = needed * 2;
    memory = realloc(memory, *room);
    require(memory != NULL, "realloc");
    memset((char *)memory + before, 0, *room - before);
    return memory;
}

void diff_open(const char *path)
{
    require(sqlite3_open(path, &database) == SQLITE_OK, path);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = NORMAL");
    run("CREATE TABLE IF NOT EXISTS entries(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
        " content BLOB NOT NULL)");
    run("CREATE TABLE IF NOT EXISTS changes(row INTEGER PRIMARY KEY, id TEXT NOT NULL,"
        " what TEXT NOT NULL)");
    run("BEGIN IMMEDIATE");
    find = prepare("SELECT row, content FROM entries WHERE id = ?");
    add = prepare("INSERT INTO entries(id, content) VALUES(?, ?)");
    change = prepare("UPDATE entries SET content = ?2 WHERE id = ?1");
    note = prepare("INSERT INTO changes(id, what) VALUES(?, ?)");
}

static void append(struct berval text)
{
    content = grown(content, &content_room, content_size + sizeof text.bv_len + text.bv_len);
    memcpy(content + content_size, &text.bv_len, sizeof text.bv_len);
    memcpy(content + content_size + sizeof text.bv_len, text.bv_val, text.bv_len);
    content_size += sizeof text.bv_len + text.bv_len;
}

void diff_begin(struct berval dn)
{
    content_size = 0;
    identifier[0] = 0;
    append(dn);
}

void diff_value(struct berval name, struct berval value)
{
    append(name);
    append(value);
    if (strcmp(name.bv_val, "entryUUID") == 0) {
        snprintf(identifier, sizeof identifier, "%s", value.bv_val);
    }
}

static void write_entry(sqlite3_stmt *statement)
{
    sqlite3_bind_text(statement, 1, identifier, -1, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, content, (int)content_size, SQLITE_STATIC);
    require(sqlite3_step(statement) == SQLITE_DONE, "write");
    sqlite3_reset(statement);
}

static void write_note(const char *id, const char *what)
{
    differences++;
    sqlite3_bind_text(note, 1, id, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(note, 2, what, -1, SQLITE_STATIC);
    require(sqlite3_step(note) == SQLITE_DONE, "note");
    sqlite3_reset(note);
}

void diff_end(void)
{
    sqlite3_bind_text(find, 1, identifier, -1, SQLITE_STATIC);
    int code = sqlite3_step(find);
    long row = sqlite3_column_int64(find, 0);
    int is_same = code == SQLITE_ROW
        && (size_t)sqlite3_column_bytes(find, 1) == content_size
        && memcmp(sqlite3_column_blob(find, 1), content, content_size) == 0;
    sqlite3_reset(find);
    if (code != SQLITE_ROW) {
        write_entry(add);
        row = sqlite3_last_insert_rowid(database);
        write_note(identifier, "added");
    } else if (!is_same) {
        write_entry(change);
        write_note(identifier, "changed");
    }
    arrived = grown(arrived, &arrived_room, row / 8 + 1);
    arrived[row / 8] |= 1 << row % 8;
}

long diff_close(void)
{
    sqlite3_stmt *all = prepare("SELECT row, id FROM entries");
    sqlite3_stmt *removal = prepare("DELETE FROM entries WHERE row = ?");
    while (sqlite3_step(all) == SQLITE_ROW) {
        size_t row = sqlite3_column_int64(all, 0);
        if (row / 8 < arrived_room && arrived[row / 8] & 1 << row % 8) continue;
        write_note((const char *)sqlite3_column_text(all, 1), "removed");
        sqlite3_bind_int64(removal, 1, row);
        require(sqlite3_step(removal) == SQLITE_DONE, "remove");
        sqlite3_reset(removal);
    }
    sqlite3_finalize(all);
    sqlite3_finalize(removal);
    run("COMMIT");
    return differences;
}
