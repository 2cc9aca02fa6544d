/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "habits.h"

#define OPENID  "openid profile email"
#define OFFLINE OPENID " offline_access"
#define UUID    "11111111-2222-3333-4444-555555555555"
/* As a profile has them; person.h. */
#define NAME  "Zoë O’Hara"
#define EMAIL "zoe@example.org"

/* The rows of habits.c; each list ends with one that has no name. */
extern const Habits habits_first[];   /* the providers of the README's table */
extern const Habits habits_openid[];  /* the others that have discovery */
extern const Habits habits_profile[]; /* the others, which have no ID token */
