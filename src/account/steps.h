/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A flow is a table of steps, run one after the other over one GTask by one small runner. */
