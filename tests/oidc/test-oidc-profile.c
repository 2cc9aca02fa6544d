/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-profile.h"

#include <string.h>

#include "oidc-error.h"

typedef struct
{
  const char *json;
  const char *subject;
  const char *name;
  const char *email;
} Profile;

/* By the paths "id|account_id", "name.display|login" and "mail.address|email". */
static const Profile profiles[] = {
  { "{\"id\":\"a\",\"login\":\"zoe\",\"email\":\"z@example.org\"}", "a", "zoe", "z@example.org" },
  { "{\"id\":42,\"name\":{\"display\":\"Zoë\"},\"login\":\"zoe\"}", "42", "Zoë", NULL },
  { "{\"account_id\":\"b\",\"mail\":{\"address\":\"z@example.org\"}}", "b", NULL, "z@example.org" },
  { "{\"id\":null,\"name\":\"Zoë\",\"login\":null,\"email\":\"\"}", NULL, NULL, NULL },
  { "{\"id\":true,\"name\":[{\"display\":\"x\"}],\"login\":{},\"mail\":{\"address\":[]}}", NULL,
    NULL, NULL },
  { "{}", NULL, NULL, NULL },
};

static const OidcProfileSource source = {
  .subject = "id|account_id",
  .name = "name.display|login",
  .email = "mail.address|email",
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (profiles[i].json, strlen (profiles[i].json));
      g_autoptr (GError) error = NULL;
      g_autoptr (OidcUserinfo) person = oidc_profile_parse (&source, body, &error);

      g_test_message ("%s", profiles[i].json);
      g_assert_no_error (error);
      g_assert_cmpstr (person->subject, ==, profiles[i].subject);
      g_assert_cmpstr (person->name, ==, profiles[i].name);
      g_assert_cmpstr (person->email, ==, profiles[i].email);
    }
}

static void
test_malformed (void)
{
  static const char *const bodies[] = { "", "[]", "<html>", "{\"id\":1,\"id\":2}", "{" };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (bodies[i], strlen (bodies[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (oidc_profile_parse (&source, body, &error));
      g_assert_error (error, OIDC_ERROR, OIDC_ERROR_MALFORMED);
    }
}

typedef struct
{
  const char *json;
  const char *email;
} Emails;

static const Emails emails[] = {
  { "[{\"email\":\"a@x\",\"primary\":false},{\"email\":\"b@x\",\"primary\":true}]", "b@x" },
  { "{\"values\":[{\"email\":\"a@x\"},{\"email\":\"b@x\",\"is_primary\":true}]}", "b@x" },
  { "[{\"email\":\"a@x\",\"primary\":\"yes\"}]", NULL },
  { "[1,\"a\",null,[],{}]", NULL },
  { "[{\"email\":5,\"primary\":true}]", NULL },
  { "{\"values\":5}", NULL },
  { "[],\"x\":[1", NULL },
  { "[", NULL },
  { "", NULL },
};

static void
test_emails (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (emails); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (emails[i].json, strlen (emails[i].json));
      g_autofree char *email = oidc_profile_parse_emails (body);

      g_test_message ("%s", emails[i].json);
      g_assert_cmpstr (email, ==, emails[i].email);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc-profile/parse", test_parse);
  g_test_add_func ("/oidc-profile/malformed", test_malformed);
  g_test_add_func ("/oidc-profile/emails", test_emails);
  return g_test_run ();
}
