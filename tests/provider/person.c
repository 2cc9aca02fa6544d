/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "person.h"

#define USER_NAME "zoe"
#define PASSWORD  "tessera"

gboolean
person_may_enter (const char *user_name, const char *password)
{
  return g_strcmp0 (user_name, USER_NAME) == 0 && g_strcmp0 (password, PASSWORD) == 0;
}

void
person_add_claims (const Provider *provider, const Session *session, JsonObject *claims)
{
  gboolean hostile = faults_has (provider->faults, "profile-hostile-text");
  gboolean is_long = faults_has (provider->faults, "profile-long-text");

  if (session_has_scope (session, "profile"))
    {
      json_object_set_string_member (claims, "name",
                                     hostile   ? PERSON_HOSTILE_TEXT
                                     : is_long ? PERSON_LONG_NAME
                                               : PERSON_NAME);
      json_object_set_string_member (claims, "preferred_username", USER_NAME);
    }
  if (session_has_scope (session, "email"))
    {
      json_object_set_string_member (claims, "email", is_long ? PERSON_LONG_EMAIL : PERSON_EMAIL);
      json_object_set_boolean_member (claims, "email_verified", TRUE);
    }
}
