/* The yardstick of runs that ask for what has changed: a refresh of people, then of groups, each from
 * where the last one ended, every value decoded where it is. Where it ended is kept in two files.
 *
 *     PlainSyncReader URL BIND-DN PASSWORD PEOPLE-BASE GROUPS-BASE COOKIE-FILES
 *
 * The names of the files begin with COOKIE-FILES; without them everything is read. */
#include <lber.h>
#include <ldap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long entries, values, bytes, identifiers;

static void require(int code, const char *what)
{
    if (code == LDAP_SUCCESS) return;
    fprintf(stderr, "%s: %s (%d)\n", what, ldap_err2string(code), code);
    exit(1);
}

static int take_entry(
    ldap_sync_t *sync, LDAPMessage *entry, struct berval *identifier, ldap_sync_refresh_t phase)
{
    BerElement *ber = NULL;
    struct berval dn, name, *found = NULL;
    (void)identifier, (void)phase;
    require(ldap_get_dn_ber(sync->ls_ld, entry, &ber, &dn), "dn");
    entries++;
    while (ldap_get_attribute_ber(sync->ls_ld, entry, ber, &name, &found) == LDAP_SUCCESS
           && name.bv_val) {
        for (struct berval *value = found; value && value->bv_val; value++) {
            values++;
            bytes += value->bv_len;
        }
        ber_memfree(found);
        found = NULL;
    }
    ber_free(ber, 0);
    return LDAP_SUCCESS;
}

static int take_identifiers(
    ldap_sync_t *sync, LDAPMessage *message, BerVarray found, ldap_sync_refresh_t phase)
{
    (void)sync, (void)message, (void)phase;
    for (BerVarray value = found; value && value->bv_val; value++) identifiers++;
    return LDAP_SUCCESS;
}

static void read_cookie(const char *path, struct berval *cookie)
{
    static char text[4096];
    FILE *file = fopen(path, "rb");
    if (!file) return;
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = 0;
    struct berval kept = {size, text};
    ber_dupbv(cookie, &kept);
}

static void write_cookie(const char *path, const struct berval *cookie)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(cookie->bv_val, 1, cookie->bv_len, file) != cookie->bv_len || fclose(file)) {
        perror(path);
        exit(1);
    }
}

static void refresh(LDAP *ld, char *base, char *filter, const char *cookie)
{
    char *attributes[] = {"*", "entryUUID", NULL};
    ldap_sync_t *sync = ldap_sync_initialize(NULL);
    if (!sync) abort();
    sync->ls_base = ber_strdup(base);
    sync->ls_scope = LDAP_SCOPE_SUBTREE;
    sync->ls_filter = ber_strdup(filter);
    sync->ls_attrs = attributes;
    sync->ls_timeout = -1;
    sync->ls_search_entry = take_entry;
    sync->ls_intermediate = take_identifiers;
    sync->ls_ld = ld;
    read_cookie(cookie, &sync->ls_cookie);
    require(ldap_sync_init(sync, LDAP_SYNC_REFRESH_ONLY), "refresh");
    write_cookie(cookie, &sync->ls_cookie);
    /* Both are the caller's; destroying would end them. */
    sync->ls_ld = NULL;
    sync->ls_attrs = NULL;
    ldap_sync_destroy(sync, 1);
}

int main(int count, char **arguments)
{
    if (count != 7) {
        fprintf(
            stderr, "usage: %s URL BIND-DN PASSWORD PEOPLE-BASE GROUPS-BASE COOKIE-FILES\n",
            arguments[0]);
        return 64;
    }
    LDAP *ld;
    int version = LDAP_VERSION3;
    char cookie[4096];
    struct berval password = {strlen(arguments[3]), arguments[3]};
    require(ldap_initialize(&ld, arguments[1]), "initialize");
    require(ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &version), "version");
    require(
        ldap_sasl_bind_s(ld, arguments[2], LDAP_SASL_SIMPLE, &password, NULL, NULL, NULL), "bind");
    snprintf(cookie, sizeof cookie, "%s.people", arguments[6]);
    refresh(ld, arguments[4], "(objectClass=inetOrgPerson)", cookie);
    snprintf(cookie, sizeof cookie, "%s.groups", arguments[6]);
    refresh(ld, arguments[5], "(objectClass=groupOfNames)", cookie);
    ldap_unbind_ext(ld, NULL, NULL);
    printf(
        "{\"entries\":%ld,\"values\":%ld,\"bytes\":%ld,\"identifiers\":%ld}\n", entries, values,
        bytes, identifiers);
    return 0;
}
