/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "secret-mark.h"

#ifdef HAVE_X11

#include <X11/Xatom.h>
#include <gdk/x11/gdkx.h>

/* Returns: whether @request is one for the mark, and there is a mark. */
static gboolean
asks_for_mark (GdkDisplay *display, const XSelectionRequestEvent *request)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gdk_display_get_clipboard (display));
  g_autoptr (GdkContentFormats) formats = NULL;

  if (content == NULL
      || request->selection != gdk_x11_get_xatom_by_name_for_display (display, "CLIPBOARD")
      || request->target
           != gdk_x11_get_xatom_by_name_for_display (display, TESSERA_SECRET_MARK_TYPE))
    return FALSE;
  formats = gdk_content_provider_ref_formats (content);
  return gdk_content_formats_contain_mime_type (formats, TESSERA_SECRET_MARK_TYPE);
}

/* ICCCM §2.2. An obsolete client says no property; the target is one for it. */
static void
answer (GdkDisplay *display, const XSelectionRequestEvent *request)
{
  Display *x11 = gdk_x11_display_get_xdisplay (display);
  Atom property = request->property != None ? request->property : request->target;
  XEvent event = { .xselection = { .type = SelectionNotify,
                                   .requestor = request->requestor,
                                   .selection = request->selection,
                                   .target = request->target,
                                   .property = property,
                                   .time = request->time } };

  /* The window of whoever asks may be gone. */
  gdk_x11_display_error_trap_push (display);
  XChangeProperty (x11, request->requestor, property, XA_STRING, 8, PropModeReplace,
                   (const guchar *) TESSERA_SECRET_MARK, (int) strlen (TESSERA_SECRET_MARK));
  XSendEvent (x11, request->requestor, False, NoEventMask, &event);
  gdk_x11_display_error_trap_pop_ignored (display);
}

/* A hook, because GTK's own handler was connected before any of ours could be. */
static gboolean
event_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GdkDisplay *display = g_value_get_object (&values[0]);
  XEvent *event = g_value_get_pointer (&values[1]);

  if (event->type == SelectionRequest && asks_for_mark (display, &event->xselectionrequest))
    {
      answer (display, &event->xselectionrequest);
      /* No type of event: GTK would say that there is no mark. */
      event->type = 0;
    }
  return TRUE;
}

void
tessera_secret_mark_answer (GdkDisplay *display)
{
  static gboolean hooked;

  if (hooked || !GDK_IS_X11_DISPLAY (display))
    return;
  hooked = TRUE;
  g_signal_add_emission_hook (g_signal_lookup ("xevent", GDK_TYPE_X11_DISPLAY), 0, event_cb, NULL,
                              NULL);
}

#else

void
tessera_secret_mark_answer (GdkDisplay *display)
{
}

#endif
