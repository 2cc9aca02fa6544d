/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What untrusted JSON may hold at the most. */
#define OIDC_JSON_MAX_DEPTH   32
#define OIDC_JSON_MAX_MEMBERS 1024              /* in one object */
#define OIDC_JSON_MAX_VALUES  131072            /* in the whole text */
#define OIDC_JSON_MAX_NESTED  32768             /* of these, objects and arrays */
#define OIDC_JSON_MAX_SIZE    (1024 * 1024)     /* bytes */
#define OIDC_JSON_MAX_JWKS    (8 * 1024 * 1024) /* bytes */
