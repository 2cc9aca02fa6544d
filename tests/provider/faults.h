/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The rules that this provider can break, each by a name that says where and which. */
typedef struct _Faults Faults;

Faults *faults_new (void);
void faults_free (Faults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Faults, faults_free)

/* Whether there is a fault of this name; if so it is committed from now on. */
gboolean faults_add (Faults *self, const char *name);
void faults_clear (Faults *self);

/* Whether fault @name, which must be one of the list, is to be committed. */
gboolean faults_has (const Faults *self, const char *name);

/* One "name<TAB>description" a line. */
void faults_print_list (void);
