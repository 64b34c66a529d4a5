/* The yardstick: reads people, then groups, in pages of 1,000, decodes every value where it is and
 * copies it, as a plain program that keeps what it reads would. Prints what it read as JSON.
 *
 *     PlainLDAPReader URL BIND-DN PASSWORD PEOPLE-BASE GROUPS-BASE [DATABASE]
 *
 * With a database (diff.c) it writes there what is different from its last run.
 * For TLS the authority is taken from LDAPTLS_CACERT, as by every program of libldap. */
#define _GNU_SOURCE
#include "plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PAGE_SIZE = 1000, BLOCK_SIZE = 1 << 20 };

struct totals {
    long entries, values, bytes;
};

static int has_database;

/* Memory that is only ever added to, and given back a page at a time. */
static char *block;
static size_t block_used, block_size;

static void keep(struct berval value)
{
    size_t needed = value.bv_len + 1;
    if (needed > block_size) {
        block_size = needed > BLOCK_SIZE ? needed : BLOCK_SIZE;
        free(block);
        if (!(block = malloc(block_size))) abort();
        block_used = 0;
    } else if (block_used + needed > block_size) {
        block_used = 0;
    }
    memcpy(block + block_used, value.bv_val, value.bv_len);
    block[block_used + value.bv_len] = 0;
    block_used += needed;
}

static void require(int code, const char *what)
{
    if (code == LDAP_SUCCESS) return;
    fprintf(stderr, "%s: %s (%d)\n", what, ldap_err2string(code), code);
    exit(1);
}

static void read_entry(LDAP *ld, LDAPMessage *entry, struct totals *totals)
{
    BerElement *ber = NULL;
    struct berval dn, name, *values = NULL;
    require(ldap_get_dn_ber(ld, entry, &ber, &dn), "dn");
    keep(dn);
    if (has_database) diff_begin(dn);
    totals->entries++;
    while (ldap_get_attribute_ber(ld, entry, ber, &name, &values) == LDAP_SUCCESS && name.bv_val) {
        keep(name);
        for (struct berval *value = values; value && value->bv_val; value++) {
            keep(*value);
            if (has_database) diff_value(name, *value);
            totals->values++;
            totals->bytes += value->bv_len;
        }
        ber_memfree(values);
        values = NULL;
    }
    ber_free(ber, 0);
    if (has_database) diff_end();
}

/* Reads one page. Returns whether another follows; its cookie replaces the old one. */
static int read_page(
    LDAP *ld, const char *base, const char *filter, struct berval *cookie, struct totals *totals)
{
    char *attributes[] = {"*", "entryUUID", NULL};
    LDAPControl *paging, *controls[2] = {NULL, NULL}, **answered = NULL;
    LDAPMessage *message;
    int id, type, code = LDAP_SUCCESS;
    ber_int_t estimate;

    require(ldap_create_page_control(ld, PAGE_SIZE, cookie, 1, &paging), "page control");
    controls[0] = paging;
    require(
        ldap_search_ext(
            ld, base, LDAP_SCOPE_SUBTREE, filter, attributes, 0, controls, NULL, NULL,
            LDAP_NO_LIMIT, &id),
        "search");
    ldap_control_free(paging);
    while ((type = ldap_result(ld, id, LDAP_MSG_ONE, NULL, &message)) == LDAP_RES_SEARCH_ENTRY) {
        read_entry(ld, message, totals);
        ldap_msgfree(message);
    }
    if (type != LDAP_RES_SEARCH_RESULT) require(LDAP_SERVER_DOWN, "result");
    require(ldap_parse_result(ld, message, &code, NULL, NULL, NULL, &answered, 1), "parse");
    require(code, "search result");
    ber_memfree(cookie->bv_val);
    *cookie = (struct berval){0, NULL};
    LDAPControl *page = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, answered, NULL);
    if (page) require(ldap_parse_pageresponse_control(ld, page, &estimate, cookie), "cookie");
    ldap_controls_free(answered);
    return cookie->bv_len > 0;
}

static struct totals read_all(LDAP *ld, const char *base, const char *filter)
{
    struct totals totals = {0, 0, 0};
    struct berval cookie = {0, NULL};
    while (read_page(ld, base, filter, &cookie, &totals)) continue;
    ber_memfree(cookie.bv_val);
    return totals;
}

int main(int count, char **arguments)
{
    if (count != 6 && count != 7) {
        fprintf(
            stderr, "usage: %s URL BIND-DN PASSWORD PEOPLE-BASE GROUPS-BASE [DATABASE]\n",
            arguments[0]);
        return 64;
    }
    has_database = count == 7;
    if (has_database) diff_open(arguments[6]);
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);

    LDAP *ld;
    int version = LDAP_VERSION3;
    struct berval password = {strlen(arguments[3]), arguments[3]};
    require(ldap_initialize(&ld, arguments[1]), "initialize");
    require(ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &version), "version");
    require(
        ldap_sasl_bind_s(ld, arguments[2], LDAP_SASL_SIMPLE, &password, NULL, NULL, NULL), "bind");
    struct totals people = read_all(ld, arguments[4], "(objectClass=inetOrgPerson)");
    struct totals groups = read_all(ld, arguments[5], "(objectClass=groupOfNames)");
    ldap_unbind_ext(ld, NULL, NULL);
    long differences = has_database ? diff_close() : 0;

    clock_gettime(CLOCK_MONOTONIC, &end);
    printf(
        "{\"people\":%ld,\"groups\":%ld,\"values\":%ld,\"bytes\":%ld,\"different\":%ld,"
        "\"seconds\":%.3f}\n",
        people.entries, groups.entries, people.values + groups.values,
        people.bytes + groups.bytes, differences,
        (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9);
    return 0;
}
