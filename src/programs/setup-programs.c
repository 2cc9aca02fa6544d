/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "setup-programs.h"

#include <glib/gi18n.h>
#include <string.h>

#include "accounts.h"
#include "setup-git.h"
#include "setup-words.h"

/* What stands where the account names no host: the person replaces it. */
#define NO_HOST "HOST"
#define NO_ROLE "arn:aws:iam::ACCOUNT:role/ROLE"

/* @variable: names the file, where it is set. @below: the path below the home directory otherwise.
 * (transfer full) */
static char *
find_file (const char *variable, const char *below)
{
  const char *path = g_getenv (variable);

  if (path != NULL && path[0] != '\0')
    return g_strdup (path);
  return g_build_filename (g_get_home_dir (), below, NULL);
}

/* The same where the variable names a directory. (transfer full) */
static char *
find_in_directory (const char *variable, const char *directory, const char *name)
{
  g_autofree char *path = find_file (variable, directory);

  return g_build_filename (path, name, NULL);
}

/* The hosts of the account as a program compares them, one at least. (transfer full) */
static char **
list_hosts (TesseraSetupPlan *plan, const TesseraAccountConfig *account)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  for (gsize i = 0; account->hosts != NULL && account->hosts[i] != NULL; i++)
    {
      g_autofree char *url = tessera_accounts_make_url (account->hosts[i]);

      if (url != NULL)
        g_strv_builder_add (hosts, url + strlen ("https://"));
    }
  if (account->hosts == NULL || account->hosts[0] == NULL)
    {
      g_autofree char *name = tessera_setup_quote (tessera_setup_name (account, NULL));

      g_strv_builder_add (hosts, NO_HOST);
      plan->lacks_host = TRUE;
      plan->missing = g_strdup_printf (
        _ ("“%s” lists no hosts yet. To allow one, run “tessera edit %s --host HOST”."),
        account->name, name);
    }
  return g_strv_builder_end (hosts);
}

/* @host without its path. (transfer full) */
static char *
cut_path (const char *host)
{
  return g_strndup (host, strcspn (host, "/"));
}

/* "tessera credential PROTOCOL NAME" for a shell. (transfer full) */
static char *
make_command (const char *program, const char *protocol, const TesseraAccountConfig *account)
{
  g_autofree char *quoted_program = tessera_setup_quote (program);
  g_autofree char *name = tessera_setup_quote (tessera_setup_name (account, NULL));

  return g_strdup_printf ("%s credential %s %s", quoted_program, protocol, name);
}

/* A link beside this program. (transfer full) */
static char *
find_link (const TesseraSetupOptions *options, const char *name)
{
  g_autofree char *directory = g_path_get_dirname (options->path);

  return g_build_filename (directory, name, NULL);
}

/* The empty helper first: git gives the token to every helper of a host, and some keep it. */
static void
plan_git (TesseraSetupPlan *plan,
          const char *path,
          const TesseraAccountConfig *account,
          const TesseraSetupOptions *options)
{
  g_auto (GStrv) hosts = list_hosts (plan, account);
  g_autofree char *command = make_command (options->command, "git", account);
  g_autofree char *helper = g_strconcat ("!", command, NULL);

  for (gsize i = 0; hosts[i] != NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("credential.https://%s.helper", hosts[i]);
      const char *const clear[] = { "git", "config", "--global", "--replace-all", key, "", NULL };
      const char *const add[] = { "git", "config", "--global", "--add", key, helper, NULL };

      tessera_setup_plan_run (plan, path, clear);
      tessera_setup_plan_run (plan, path, add);
    }
}

static char *
get_kubernetes_path (void)
{
  g_autofree char *paths = find_file ("KUBECONFIG", ".kube/config");

  return g_strndup (paths, strcspn (paths, ":"));
}

/* kubectl would add to what it has of somebody else's, whose token or certificate would then be
 * sent. An ID is nobody else's name. */
static void
check_kubernetes (TesseraSetupPlan *plan,
                  const char *path,
                  const char *user,
                  const TesseraAccountConfig *account)
{
  g_autofree char *name = tessera_setup_quote_json (account->name);
  g_autofree char *mark = g_strdup_printf ("\"kubernetes\",%s", name);
  g_autofree char *user_of_name
    = g_strdup_printf ("-o=jsonpath={.users[?(@.name==\"%s\")].user}", user);
  const char *const argv[] = { "kubectl", "config", "view", user_of_name, NULL };

  if (strcmp (user, account->id) != 0)
    tessera_setup_plan_check (plan, path, argv, user, mark);
}

static void
plan_kubernetes (TesseraSetupPlan *plan,
                 const char *path,
                 const TesseraAccountConfig *account,
                 const TesseraSetupOptions *options)
{
  g_autofree char *user = tessera_setup_find_user_name (account);
  g_autofree char *command = g_strconcat ("--exec-command=", options->command, NULL);
  /* kubectl takes several arguments at once, with commas between them. */
  g_autofree char *name = g_strconcat ("--exec-arg=", tessera_setup_name (account, ",\"\\"), NULL);
  g_autofree char *note
    = g_strdup_printf ("# kubectl config set-context --current --user=%s\n", user);
  const char *const argv[] = { "kubectl",
                               "config",
                               "set-credentials",
                               user,
                               "--exec-api-version=client.authentication.k8s.io/v1",
                               command,
                               "--exec-arg=credential",
                               "--exec-arg=kubernetes",
                               name,
                               "--exec-interactive-mode=IfAvailable",
                               NULL };

  check_kubernetes (plan, path, user, account);
  tessera_setup_plan_run (plan, path, argv);
  tessera_setup_plan_show (
    plan, _ ("# To use it in the current context (until then, kubectl asks for a user name):\n"));
  tessera_setup_plan_show (plan, note);
}

static char *
get_aws_path (void)
{
  return find_file ("AWS_CONFIG_FILE", ".aws/config");
}

/* The line is split as a shell would, but only double quotes are sure to be understood; and what
 * reads it may take “#” and “;” for the beginning of a comment. */
static void
plan_aws (TesseraSetupPlan *plan,
          const char *path,
          const TesseraAccountConfig *account,
          const TesseraSetupOptions *options)
{
  g_autofree char *profile = tessera_setup_find_user_name (account);
  g_autofree char *command = tessera_setup_quote_double (options->command);
  g_autofree char *name = tessera_setup_quote_double (tessera_setup_name (account, "\"\\$`!#;"));
  g_autofree char *mark = g_strdup_printf (" credential aws %s --role-arn ", name);
  g_autofree char *text
    = g_strdup_printf ("[profile %s]\ncredential_process = %s%s%s\n", profile, command, mark,
                       options->role_arn != NULL ? options->role_arn : NO_ROLE);

  if (options->role_arn == NULL)
    plan->missing
      = g_strdup (_ ("AWS needs a role. Use --role-arn arn:aws:iam::123456789012:role/NAME."));
  tessera_setup_plan_put_section (plan, path, text, mark);
}

static char *
get_docker_path (void)
{
  return find_in_directory ("DOCKER_CONFIG", ".docker", "config.json");
}

static void
plan_docker (TesseraSetupPlan *plan,
             const char *path,
             const TesseraAccountConfig *account,
             const TesseraSetupOptions *options)
{
  g_auto (GStrv) hosts = list_hosts (plan, account);

  for (gsize i = 0; hosts[i] != NULL; i++)
    {
      g_autofree char *host = cut_path (hosts[i]);

      tessera_setup_plan_set_member (plan, path, "credHelpers", host, "tessera");
    }
}

static gboolean
has_blank (const char *path)
{
  return strpbrk (path, " \t\"'\\") != NULL;
}

static void
plan_google (TesseraSetupPlan *plan,
             const char *path,
             const TesseraAccountConfig *account,
             const TesseraSetupOptions *options)
{
  /* Older libraries of Google's split the command at blanks, quoted or not; an ID has none. */
  const char *program = has_blank (options->path) ? options->command : options->path;
  const char *name = account->name;
  gboolean is_word = name[strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-")] == '\0';
  g_autofree char *command
    = g_strdup_printf ("%s credential google %s", program,
                       is_word ? tessera_setup_name (account, NULL) : account->id);
  g_autofree char *quoted = tessera_setup_quote_json (command);
  g_autofree char *json = g_strdup_printf (
    "\"credential_source\": { \"executable\": { \"command\": %s, \"timeout_millis\": 30000 } }\n",
    quoted);

  if (has_blank (program))
    tessera_setup_plan_show (plan, _ ("# Google’s libraries cannot run a program whose path "
                                      "contains a space. Use a link to it.\n"));
  tessera_setup_plan_show (
    plan, _ ("# In the “external_account” file that GOOGLE_APPLICATION_CREDENTIALS names:\n"));
  tessera_setup_plan_show (plan, json);
  tessera_setup_plan_show (plan, "export GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1\n");
}

static char *
get_bazel_path (void)
{
  return g_build_filename (g_get_home_dir (), ".bazelrc", NULL);
}

static void
plan_bazel (TesseraSetupPlan *plan,
            const char *path,
            const TesseraAccountConfig *account,
            const TesseraSetupOptions *options)
{
  g_auto (GStrv) hosts = list_hosts (plan, account);
  g_autofree char *link = find_link (options, "tessera-bazel");

  for (gsize i = 0; hosts[i] != NULL; i++)
    {
      g_autofree char *host = cut_path (hosts[i]);
      g_autofree char *option = g_strdup_printf ("--credential_helper=%s=%s", host, link);
      g_autofree char *quoted = tessera_setup_quote (option);
      g_autofree char *text = g_strdup_printf ("common %s\n", quoted);

      tessera_setup_plan_append (plan, path, text);
    }
}

static char *
get_go_path (void)
{
  const char *path = g_getenv ("GOENV");

  if (path != NULL && path[0] != '\0')
    return g_strdup (path);
  return g_build_filename (g_get_user_config_dir (), "go", "env", NULL);
}

static void
plan_go (TesseraSetupPlan *plan,
         const char *path,
         const TesseraAccountConfig *account,
         const TesseraSetupOptions *options)
{
  g_auto (GStrv) hosts = list_hosts (plan, account);
  g_autofree char *program = tessera_setup_quote_go (options->command);
  g_autofree char *own_name = tessera_setup_quote_go (tessera_setup_name (account, NULL));
  g_autofree char *setting = g_strdup_printf ("GOAUTH=%s credential goauth %s;netrc",
                                              program != NULL ? program : options->command,
                                              own_name != NULL ? own_name : account->id);
  const char *const argv[] = { "go", "env", "-w", setting, NULL };

  if (program == NULL && plan->missing == NULL)
    plan->missing = g_strdup_printf (
      _ ("Go cannot run “%s”. Use a link to it whose path contains no quotes and no semicolons."),
      options->command);
  tessera_setup_plan_run (plan, path, argv);
}

static char *
get_terraform_path (void)
{
  return find_file ("TF_CLI_CONFIG_FILE", ".terraformrc");
}

/* Terraform takes one helper for all hosts, so the host decides which account it is. */
static void
plan_terraform (TesseraSetupPlan *plan,
                const char *path,
                const TesseraAccountConfig *account,
                const TesseraSetupOptions *options)
{
  g_auto (GStrv) hosts = list_hosts (plan, account);
  g_autofree char *link = find_link (options, "terraform-credentials-tessera");
  g_autofree char *plugins = g_build_filename (g_get_home_dir (), ".terraform.d", "plugins", NULL);
  const char *const mkdir[] = { "mkdir", "-p", plugins, NULL };
  const char *const ln[] = { "ln", "-sf", link, plugins, NULL };

  tessera_setup_plan_run (plan, NULL, mkdir);
  tessera_setup_plan_run (plan, NULL, ln);
  tessera_setup_plan_put_block (plan, path, "credentials_helper \"tessera\" {}\n");
}

static char *
get_cargo_path (void)
{
  return find_in_directory ("CARGO_HOME", ".cargo", "config.toml");
}

static void
plan_cargo (TesseraSetupPlan *plan,
            const char *path,
            const TesseraAccountConfig *account,
            const TesseraSetupOptions *options)
{
  g_autofree char *command = tessera_setup_quote_json (options->command);
  g_autofree char *name = tessera_setup_quote_json (tessera_setup_name (account, NULL));
  g_autofree char *text = g_strdup_printf (
    "[registries.REGISTRY]\ncredential-provider = [\"cargo:token-from-stdout\", %s, "
    "\"credential\", \"header\", %s]\n",
    command, name);
  g_autofree char *comment = g_strdup_printf (_ ("# In %s:\n"), path);

  tessera_setup_plan_show (plan, comment);
  tessera_setup_plan_show (plan, text);
}

static void
plan_mcp (TesseraSetupPlan *plan,
          const char *path,
          const TesseraAccountConfig *account,
          const TesseraSetupOptions *options)
{
  g_autofree char *command = make_command (options->command, "mcp", account);
  g_autofree char *quoted = tessera_setup_quote_json (command);
  g_autofree char *text = g_strdup_printf ("\"headersHelper\": %s\n", quoted);

  tessera_setup_plan_show (plan, _ ("# Next to the server’s \"type\": \"http\" and \"url\":\n"));
  tessera_setup_plan_show (plan, text);
}

static void
plan_curl (TesseraSetupPlan *plan,
           const char *path,
           const TesseraAccountConfig *account,
           const TesseraSetupOptions *options)
{
  g_autofree char *command = make_command (options->command, "header", account);
  g_auto (GStrv) hosts = list_hosts (plan, account);
  g_autofree char *url = g_strdup_printf ("https://%s/", hosts[0]);
  g_autofree char *quoted = tessera_setup_quote (url);
  g_autofree char *text = g_strdup_printf ("%s --name | curl -H @- %s\n", command, quoted);

  tessera_setup_plan_show (plan, text);
}

const TesseraSetupProgram tessera_setup_programs[] = {
  { "git", "git", N_ ("git and programs that use git’s helpers"), TESSERA_SETUP_NAMES_ACCOUNT,
    tessera_setup_git_find_file, plan_git, tessera_setup_git_read },
  { "kubernetes", "kubectl", N_ ("kubectl, helm and other client-go programs"),
    TESSERA_SETUP_NAMES_ACCOUNT, get_kubernetes_path, plan_kubernetes, NULL },
  { "aws", "AWS", N_ ("the AWS command line and SDKs"), TESSERA_SETUP_NAMES_ACCOUNT, get_aws_path,
    plan_aws, NULL },
  { "docker", "Docker", N_ ("docker, podman, skopeo and others that pull images"),
    TESSERA_SETUP_NAMES_HOSTS, get_docker_path, plan_docker, NULL },
  { "google", "Google Cloud", N_ ("gcloud and Google’s SDKs"), TESSERA_SETUP_NAMES_ACCOUNT, NULL,
    plan_google, NULL },
  { "bazel", "Bazel", N_ ("Bazel"), TESSERA_SETUP_NAMES_HOSTS, get_bazel_path, plan_bazel, NULL },
  { "go", "Go", N_ ("Go modules"), TESSERA_SETUP_NAMES_ACCOUNT, get_go_path, plan_go, NULL },
  { "terraform", "Terraform", N_ ("Terraform and OpenTofu"), TESSERA_SETUP_NAMES_NOBODY,
    get_terraform_path, plan_terraform, NULL },
  { "cargo", "cargo", N_ ("cargo registries"), TESSERA_SETUP_NAMES_ACCOUNT, get_cargo_path,
    plan_cargo, NULL },
  { "mcp", "MCP", N_ ("MCP clients"), TESSERA_SETUP_NAMES_ACCOUNT, NULL, plan_mcp, NULL },
  { "curl", "curl", N_ ("curl and others that send a header"), TESSERA_SETUP_NAMES_ACCOUNT, NULL,
    plan_curl, NULL },
  { 0 },
};
