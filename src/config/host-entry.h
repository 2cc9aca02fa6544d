/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A host that an account's token may be sent to, as the key Hosts has it, and as a program names
 * where it wants to send one. Both are a host, a host with a port, or the beginning of a URL:
 *
 *   git.example.com    registry.example.com:5000    https://oauth2@git.example.com/group/
 *
 * Scheme and case of the host are of no account, nor is a slash at the end. The port is compared
 * exactly, except that 443 is the one that is meant where there is none. A user in the entry is the
 * user name that the host wants to hear beside the token. */
typedef struct
{
  char *scheme; /* (nullable) in lower case */
  char *user;   /* (nullable) */
  char *host; /* in lower case, with “:port” unless that is 443; an IPv6 address in brackets */
  char *path; /* (nullable) from its first slash, without one at the end */
} TesseraHostEntry;

/* Returns: (transfer full) (nullable), NULL where @text is no such thing, or has a path that a
 * server may read as another one: with “.”, “..” or nothing between two slashes, or a backslash,
 * encoded or not; or that is encoded many times over. */
TesseraHostEntry *tessera_host_entry_parse (const char *text);
void tessera_host_entry_free (TesseraHostEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TesseraHostEntry, tessera_host_entry_free)

/* How well @self, an account's entry, fits @asked: 0, not at all; else the more the longer the part
 * of @asked is that it names. A path is compared by whole elements; where @asked has none, since
 * the program does not tell it, the host decides. @is_whole: the program does tell it, so that one
 * without a path is not below any. */
guint tessera_host_entry_match (const TesseraHostEntry *self,
                                const TesseraHostEntry *asked,
                                gboolean is_whole);

/* Whether a token may go to @self by its scheme: by none, or one that is known to be encrypted;
 * to this computer by any. */
gboolean tessera_host_entry_is_secure (const TesseraHostEntry *self);
