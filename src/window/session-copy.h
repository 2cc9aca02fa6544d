/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "session.h"

/* What a person copies of a session. Each puts it into the clipboard of @widget's display, and says
 * so in the toast overlay around @widget; secrets are taken out again (clipboard.h). What is not
 * valid any more is not copied, and that is said instead. */

void tessera_session_copy_link (TesseraSession *session, GtkWidget *widget);
void tessera_session_copy_details (TesseraSession *session, GtkWidget *widget);
void tessera_session_copy_redirect_uri (TesseraSession *session, GtkWidget *widget);
void tessera_session_copy_token (TesseraSession *session, GtkWidget *widget);
void tessera_session_copy_id_token (TesseraSession *session, GtkWidget *widget);

/* "Authorization: Bearer …" (RFC 6750 §2.1). */
void tessera_session_copy_header (TesseraSession *session, GtkWidget *widget);

/* The lines that make @program ask Tessera for the token. They have no secret in them. */
void tessera_session_copy_lines (TesseraSession *session, GtkWidget *widget, const char *program);
