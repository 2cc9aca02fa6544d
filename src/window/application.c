/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "application.h"

#include "adding.h"
#include "background.h"
#include "desktop-action.h"
#include "exchange.h"
#include "notifier.h"
#include "preferences.h"
#include "resource-path.h"
#include "screen-lock.h"
#include "secret-clipboard.h"
#include "settings.h"
#include "window.h"
#include "window-fit.h"
#include "window-resources.h"

#include <glib/gi18n.h>

struct _TesseraApplication
{
  AdwApplication parent_instance;
  TesseraAccounts *accounts;
  GSettings *settings;           /* (nullable) */
  TesseraBackground *background; /* (nullable) where there are settings */
  TesseraNotifier *notifier;
  GtkWindow *window;               /* (nullable) weak */
  TesseraPreferences *preferences; /* (nullable) weak */
};

G_DEFINE_FINAL_TYPE (TesseraApplication, tessera_application, ADW_TYPE_APPLICATION)

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *const developers[] = { "The Tessera Maintainers", NULL };

  adw_show_about_window (
    gtk_application_get_active_window (GTK_APPLICATION (user_data)), "application-name", "Tessera",
    "application-icon", APPLICATION_ID, "version", PACKAGE_VERSION, "comments",
    _ ("Signs you in to OpenID Connect and OAuth 2.0 providers and gets you access tokens."),
    "developer-name", developers[0], "developers", developers, "license-type", GTK_LICENSE_GPL_3_0,
    "website", "https://github.com/tessera-app/tessera", "issue-url",
    "https://github.com/tessera-app/tessera/issues",
    /* Translators: your names, one a line */
    "translator-credits", _ ("translator-credits"), NULL);
}

/* The window, which may be hidden. (transfer none) */
static GtkWindow *
get_window (TesseraApplication *self)
{
  if (self->window != NULL)
    return self->window;
  g_set_weak_pointer (&self->window, tessera_window_new (GTK_APPLICATION (self), self->accounts));
  tessera_exchange_attach (GTK_APPLICATION_WINDOW (self->window), self->accounts);
  tessera_adding_follow_policy (GTK_WIDGET (self->window));
  if (self->background != NULL)
    tessera_background_keep (self->background, self->window);
  return self->window;
}

/* The window cancels its sign-ins when it closes; quitting at once would leave them half done. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TesseraApplication *self = TESSERA_APPLICATION (user_data);

  if (self->window != NULL)
    tessera_background_end (self->window);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TesseraApplication *self = TESSERA_APPLICATION (user_data);

  if (self->preferences == NULL)
    {
      g_set_weak_pointer (&self->preferences, tessera_preferences_new (self->settings));
      tessera_window_fit_present (GTK_WINDOW (self->preferences), get_window (self));
    }
  else
    gtk_window_present (GTK_WINDOW (self->preferences));
}

/* Where there is no such account any more, the window alone is shown. Returns: whether there is. */
static gboolean
show_account (TesseraApplication *self, GVariant *id)
{
  TesseraAccount *account
    = tessera_accounts_find_id (self->accounts, g_variant_get_string (id, NULL));
  GtkWindow *window = get_window (self);

  if (account != NULL)
    tessera_window_show_account (TESSERA_WINDOW (window), account);
  gtk_window_present (window);
  return account != NULL;
}

static void
show_account_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_account (TESSERA_APPLICATION (user_data), parameter);
}

static void
sign_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TesseraApplication *self = TESSERA_APPLICATION (user_data);

  if (show_account (self, parameter))
    gtk_widget_activate_action (GTK_WIDGET (self->window), "session.sign-in", NULL);
}

static void
copy_token_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = get_window (TESSERA_APPLICATION (user_data));

  gtk_window_present (window);
  tessera_desktop_action_copy_token (window);
}

static void
refused_cb (TesseraApplication *self, const char *sentence)
{
  if (self->preferences != NULL)
    tessera_preferences_say (self->preferences, sentence);
}

static const GActionEntry entries[] = {
  { .name = "about", .activate = about_cb },
  { .name = "copy-token", .activate = copy_token_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "quit", .activate = quit_cb },
  { .name = "show-account", .activate = show_account_cb, .parameter_type = "s" },
  { .name = "sign-in", .activate = sign_in_cb, .parameter_type = "s" },
};

static const GOptionEntry option_entries[] = {
  { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { 0 },
};

static const struct
{
  const char *action;
  const char *keys[3];
} shortcuts[] = {
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.add", { "<Control>n" } },
  { "win.edit", { "<Control>e" } },
  { "accounts.step(-1)", { "<Control>Page_Up" } },
  { "accounts.step(1)", { "<Control>Page_Down" } },
  { "accounts.show-nth(0)", { "<Alt>1" } },
  { "accounts.show-nth(1)", { "<Alt>2" } },
  { "accounts.show-nth(2)", { "<Alt>3" } },
  { "accounts.show-nth(3)", { "<Alt>4" } },
  { "accounts.show-nth(4)", { "<Alt>5" } },
  { "accounts.show-nth(5)", { "<Alt>6" } },
  { "accounts.show-nth(6)", { "<Alt>7" } },
  { "accounts.show-nth(7)", { "<Alt>8" } },
  { "accounts.show-nth(8)", { "<Alt>9" } },
  { "session.cancel", { "Escape" } },
  { "session.copy-token", { "<Control><Shift>c" } },
  { "session.copy-link", { "<Control>l" } },
  { "session.details", { "<Control>i" } },
  { "session.refresh", { "<Control>r" } },
  /* The overlay shows the first. */
  { "win.show-help-overlay", { "<Control>question", "<Control>F1" } },
};

static void
clear_clipboard (GtkApplication *application)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (display != NULL)
    tessera_secret_clipboard_clear (gdk_display_get_clipboard (display));
}

static void
follow_settings (TesseraApplication *self)
{
  GAction *preferences = g_action_map_lookup_action (G_ACTION_MAP (self), "preferences");

  self->settings = tessera_settings_open ();
  self->notifier = tessera_notifier_new (GTK_APPLICATION (self), self->accounts, self->settings);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (preferences), self->settings != NULL);
  if (self->settings == NULL)
    return;
  self->background = tessera_background_new (self->settings);
  g_signal_connect_object (self->background, "refused", G_CALLBACK (refused_cb), self,
                           G_CONNECT_SWAPPED);
  /* At login nobody asks for a window; one that is hidden renews its sessions. */
  if ((g_application_get_flags (G_APPLICATION (self)) & G_APPLICATION_IS_SERVICE) != 0
      && tessera_background_is_wanted (self->background))
    get_window (self);
}

static void
tessera_application_startup (GApplication *application)
{
  TesseraApplication *self = TESSERA_APPLICATION (application);

  g_resources_register (window_get_resource ());
  G_APPLICATION_CLASS (tessera_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action,
                                           shortcuts[i].keys);
  /* Else the Tab key selects what it comes to, and so takes the person's own selection away. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
  tessera_screen_lock_watch (GTK_APPLICATION (self), clear_clipboard);
  /* The window shows an error in the files: it is the accounts' property "problem". */
  self->accounts = tessera_accounts_new (TRUE, NULL);
  follow_settings (self);
}

static void
tessera_application_activate (GApplication *application)
{
  gtk_window_present (get_window (TESSERA_APPLICATION (application)));
}

/* Files of accounts, from the file manager. */
static void
tessera_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  TesseraApplication *self = TESSERA_APPLICATION (application);

  g_application_activate (application);
  for (int i = 0; i < n_files; i++)
    tessera_exchange_open (self->window, self->accounts, files[i]);
}

static void
tessera_application_shutdown (GApplication *application)
{
  TesseraApplication *self = TESSERA_APPLICATION (application);

  /* Before GTK hands what is in it to the clipboard manager. */
  clear_clipboard (GTK_APPLICATION (application));
  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->notifier);
  g_clear_object (&self->background);
  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);
  G_APPLICATION_CLASS (tessera_application_parent_class)->shutdown (application);
}

/* Returns: the exit status, or -1 to go on */
static gint
tessera_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("tessera-gtk %s\n", PACKAGE_VERSION);
  return 0;
}

static void
tessera_application_class_init (TesseraApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->handle_local_options = tessera_application_handle_local_options;
  application_class->startup = tessera_application_startup;
  application_class->activate = tessera_application_activate;
  application_class->open = tessera_application_open;
  application_class->shutdown = tessera_application_shutdown;
}

static void
tessera_application_init (TesseraApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, option_entries);
  g_application_set_option_context_summary (
    application, _ ("Sign in to OpenID Connect and OAuth 2.0 providers, and copy access tokens."));
  g_application_set_option_context_description (
    application, _ ("The command “tessera” has the same accounts in a terminal."));
}

GApplication *
tessera_application_new (void)
{
  return g_object_new (TESSERA_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                       "resource-base-path", RESOURCE_BASE_PATH, "flags",
                       G_APPLICATION_HANDLES_OPEN,
                       /* In a sandbox GTK tells of the screen saver only then. */
                       "register-session", g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS),
                       NULL);
}
