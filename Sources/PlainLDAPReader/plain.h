/* What the plain reader hands to whoever keeps what it reads. */
#include <lber.h>
#include <ldap.h>

/* Opens the database, or makes it; from then on a transaction is under way. */
void diff_open(const char *path);
/* An entry begins, a value of it follows, it ends. */
void diff_begin(struct berval dn);
void diff_value(struct berval name, struct berval value);
void diff_end(void);
/* Removes whoever did not come, and ends the transaction. Returns how many entries were different. */
long diff_close(void);
