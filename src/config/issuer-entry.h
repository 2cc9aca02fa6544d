/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What was done to the text that a person entered as an issuer. */
typedef enum
{
  TESSERA_ISSUER_ENTRY_BLANKS = 1 << 0,     /* what pasted-text.h tells of was cut */
  TESSERA_ISSUER_ENTRY_SCHEME = 1 << 1,     /* https:// was added, or written in small letters */
  TESSERA_ISSUER_ENTRY_WELL_KNOWN = 1 << 2, /* the path of a metadata document was cut */
  TESSERA_ISSUER_ENTRY_QUERY = 1 << 3,      /* a query or fragment was cut */
  TESSERA_ISSUER_ENTRY_CONSOLE = 1 << 4,    /* the address of a provider's console was translated */
  TESSERA_ISSUER_ENTRY_SLASH = 1 << 5, /* a slash was added, which this provider's issuers have */
  TESSERA_ISSUER_ENTRY_HOST = 1 << 6,  /* the host was written in ASCII */
} TesseraIssuerEntryChanges;

/* What a pasted text may mean as an issuer. */
typedef struct
{
  char **candidates; /* addresses to look for metadata at, in this order: the most likely issuer,
                        then its nearest parent paths, down to the host. Never empty, not checked:
                        see oidc_uri_check_issuer() */
  TesseraIssuerEntryChanges changes; /* what makes candidates[0] another text than the one entered;
                                        0: it is the same to the character */
} TesseraIssuerEntry;

/* Reads @text (UTF-8) as a person pastes it: an issuer, with blanks around it or without its
 * scheme; the address of its metadata (OpenID Connect Discovery 1.0 §4, or RFC 8414 §3.1 with the
 * well-known part between host and path) or of its keys; an endpoint below it; the address of its
 * console. Contacts nobody, so whether the issuer ends in a slash is a guess: the metadata says it.
 * Returns: (transfer full) (nullable), NULL where there is nothing but blanks */
TesseraIssuerEntry *tessera_issuer_entry_parse (const char *text);

/* The issuer that @text most likely means. Returns: (transfer full), empty for blanks alone.
 * *changed: (out) (optional), whether it is another text than @text. */
char *tessera_issuer_entry_guess (const char *text, gboolean *changed);

/* The issuer that @text clearly means, where nobody looks and the metadata cannot tell. Where a
 * query, a name without a domain, or anything else leaves a doubt, it is @text as it is, for the
 * check of the account to refuse. Returns: (transfer full). */
char *tessera_issuer_entry_take (const char *text);

void tessera_issuer_entry_free (TesseraIssuerEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraIssuerEntry, tessera_issuer_entry_free)
