/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "credential-protocol.h"

#define KEEP 120 /* seconds: a minute for the program, and the one that the expiry is told early */

/* clang-format off */
static const TesseraCredentialProtocol protocols[] = {
  { .name = "kubernetes", .token = TESSERA_TOKEN_ID, .margin = 60, .min_validity = KEEP,
    .read = tessera_credential_kubernetes_read,
    .person_is_there = tessera_credential_kubernetes_person,
    .write = tessera_credential_kubernetes_write },
  { .name = "git", .token = TESSERA_TOKEN_ACCESS, .margin = 60, .min_validity = KEEP,
    .n_words = 1,
    .read = tessera_credential_git_read, .person_is_there = tessera_credential_git_person,
    .write = tessera_credential_git_write, .nothing = "", .fail = tessera_credential_git_fail },
  { .name = "aws", .token = TESSERA_TOKEN_ID, .min_validity = 60,
    .read = tessera_credential_aws_read, .lasts = tessera_credential_aws_lasts,
    .write = tessera_credential_aws_write },
  { .name = "header", .token = TESSERA_TOKEN_ACCESS, .min_validity = 60,
    .read = tessera_credential_header_read,
    .person_is_there = tessera_credential_person_at_terminal,
    .write = tessera_credential_header_write },
  { .name = "mcp", .token = TESSERA_TOKEN_ACCESS, .min_validity = 60, .half_a_lifetime = TRUE,
    .read = tessera_credential_mcp_read, .write = tessera_credential_mcp_write },
  { .name = "docker", .token = TESSERA_TOKEN_ACCESS, .scope = TESSERA_CREDENTIAL_FOR_A_HOST,
    .min_validity = 60, .n_words = 1,
    .read = tessera_credential_docker_read, .write = tessera_credential_docker_write,
    .fail = tessera_credential_docker_fail },
  { .name = "google", .token = TESSERA_TOKEN_ID, .margin = 60, .min_validity = KEEP,
    .read = tessera_credential_google_read, .write = tessera_credential_google_write,
    .fail = tessera_credential_google_fail },
  { .name = "bazel", .token = TESSERA_TOKEN_ACCESS, .scope = TESSERA_CREDENTIAL_FOR_A_HOST,
    .margin = 60, .min_validity = KEEP, .n_words = 1, .verb = "get",
    .read = tessera_credential_bazel_read, .write = tessera_credential_bazel_write,
    .nothing = "{}\n" },
  { .name = "goauth", .token = TESSERA_TOKEN_ACCESS, .scope = TESSERA_CREDENTIAL_FOR_A_HOST,
    .min_validity = 60, .n_words = 1, .last_word_optional = TRUE,
    .read = tessera_credential_goauth_read, .write = tessera_credential_goauth_write,
    .nothing = "" },
  { .name = "terraform", .token = TESSERA_TOKEN_ACCESS, .scope = TESSERA_CREDENTIAL_FOR_A_HOST,
    .min_validity = 60, .n_words = 2,
    .read = tessera_credential_terraform_read,
    .person_is_there = tessera_credential_person_at_terminal,
    .write = tessera_credential_terraform_write, .nothing = "{}\n" },
};
/* clang-format on */

const TesseraCredentialProtocol *
tessera_credential_protocol_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (g_str_equal (protocols[i].name, name))
      return &protocols[i];
  return NULL;
}

const char *const *
tessera_credential_get_protocols (void)
{
  static const char *names[G_N_ELEMENTS (protocols) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    names[i] = protocols[i].name;
  return names;
}
