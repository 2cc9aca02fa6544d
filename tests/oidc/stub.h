/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* A web server for one test, in its own process and main context: what it answers is set path by
 * path, and what it was asked is there to look at. */
typedef struct _Stub Stub;

/* @certificate: (nullable) serves https with it. */
Stub *stub_new (GTlsCertificate *certificate);
void stub_free (Stub *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stub, stub_free)

/* "http://127.0.0.1:PORT", without a slash behind it. */
const char *stub_get_origin (Stub *self);

/* The origin with @path behind it. (transfer full) */
char *stub_make_uri (Stub *self, const char *path);

/* @type: (nullable) the Content-Type. %ORIGIN% in @body becomes the origin. Paths without an answer
 * are 404 with an empty body. */
void stub_answer (Stub *self, const char *path, guint status, const char *type, const char *body);
void stub_answer_bytes (Stub *self,
                        const char *path,
                        guint status,
                        const char *type,
                        gconstpointer data,
                        gsize length);

/* Adds a header to the answer that was set for @path. */
void stub_add_header (Stub *self, const char *path, const char *name, const char *value);

/* "GET /a\nPOST /b?c=d\n": all requests so far. */
const char *stub_get_log (Stub *self);

/* How many TCP connections they came on. */
guint stub_count_connections (Stub *self);

/* From now on a client has to show a certificate, any. */
void stub_want_certificate (Stub *self);

/* The one that the last client showed, (nullable). */
GTlsCertificate *stub_get_certificate (Stub *self);

/* Of the last request. */
const char *stub_get_header (Stub *self, const char *name);
const char *stub_get_body (Stub *self);

/* A key and a self-signed certificate, made now, for @host (an IP address or a name), valid from
 * @from to @until, seconds from now. *database (nullable, transfer full) trusts it alone. */
GTlsCertificate *
stub_make_certificate (const char *host, int from, int until, GTlsDatabase **database);
