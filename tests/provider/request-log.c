/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "request-log.h"

struct _RequestLog
{
  JsonArray *entries;
  gint64 connections; /* how many there were */
};

RequestLog *
request_log_new (void)
{
  RequestLog *self = g_new0 (RequestLog, 1);
  self->entries = json_array_new ();
  return self;
}

void
request_log_free (RequestLog *self)
{
  json_array_unref (self->entries);
  g_free (self);
}

static gint64
number_connection (RequestLog *self, SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);
  gint64 *number = g_object_get_data (G_OBJECT (socket), "number");

  if (number == NULL)
    {
      number = g_new (gint64, 1);
      *number = ++self->connections;
      g_object_set_data_full (G_OBJECT (socket), "number", number, g_free);
    }
  return *number;
}

static void
wrote_headers_cb (SoupServerMessage *message, JsonObject *entry)
{
  json_object_set_int_member (entry, "status", soup_server_message_get_status (message));
}

static void
release_cb (gpointer entry, GClosure *closure)
{
  json_object_unref (entry);
}

void
request_log_add (RequestLog *self, SoupServerMessage *message)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "method", soup_server_message_get_method (message));
  json_object_set_string_member (entry, "path",
                                 g_uri_get_path (soup_server_message_get_uri (message)));
  json_object_set_int_member (entry, "connection", number_connection (self, message));
  json_object_set_int_member (entry, "status", 0);
  json_array_add_object_element (self->entries, json_object_ref (entry));
  g_object_set_data (G_OBJECT (message), "entry", entry);
  g_signal_connect_data (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), entry, release_cb,
                         0);
}

void
request_log_note (SoupServerMessage *message, const char *name, const char *value)
{
  json_object_set_string_member (g_object_get_data (G_OBJECT (message), "entry"), name, value);
}

void
request_log_reset (RequestLog *self)
{
  json_array_unref (self->entries);
  self->entries = json_array_new ();
}

JsonArray *
request_log_get (RequestLog *self)
{
  return self->entries;
}
