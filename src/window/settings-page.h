/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* All that can be changed of an account: the entries of form.h. Only what the person touches is
 * written, and only with the page's button or Enter. What an administrator has deployed is shown
 * and cannot be changed. The window that the page is in has a property "accounts".
 *
 * Action "settings.save" */

#define TESSERA_TYPE_SETTINGS_PAGE (tessera_settings_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraSettingsPage,
                      tessera_settings_page,
                      TESSERA,
                      SETTINGS_PAGE,
                      TesseraPage)
