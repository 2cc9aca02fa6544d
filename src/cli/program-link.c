/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "program-link.h"

static const struct
{
  const char *name;
  const char *protocol;
} links[] = {
  { "git-credential-tessera", "git" },
  { "docker-credential-tessera", "docker" },
  { "terraform-credentials-tessera", "terraform" },
  { "tessera-bazel", "bazel" },
};

char **
tessera_program_link_expand (char **argv)
{
  g_autofree char *name = argv[0] != NULL ? g_path_get_basename (argv[0]) : NULL;
  g_autoptr (GStrvBuilder) expanded = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      if (g_strcmp0 (name, links[i].name) != 0)
        continue;
      expanded = g_strv_builder_new ();
      g_strv_builder_add_many (expanded, "tessera", "credential", links[i].protocol, NULL);
      g_strv_builder_addv (expanded, (const char **) argv + 1);
      return g_strv_builder_end (expanded);
    }
  return g_strdupv (argv);
}
