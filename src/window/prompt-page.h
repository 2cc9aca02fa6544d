/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page.h"

/* A page that says one thing and offers one action: not signed in, session ended, keyring locked,
 * no account yet.
 *
 * Properties, strings:
 *   "icon-name"
 *   "title"
 *   "description"  nullable
 *   "action"       nullable: the detailed name of the action; without it there is no button
 *   "label"        of the action's button, with a mnemonic */

#define TESSERA_TYPE_PROMPT_PAGE (tessera_prompt_page_get_type ())
G_DECLARE_FINAL_TYPE (TesseraPromptPage, tessera_prompt_page, TESSERA, PROMPT_PAGE, TesseraPage)
