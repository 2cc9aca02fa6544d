/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form.h"
#include "provider.h"

/* What the server routes to. @form: the parameters of a GET's query or a POST's body. */
typedef void (*Endpoint) (Provider *provider, SoupServerMessage *message, const Form *form);

/* discovery.c: OpenID Connect Discovery §4, RFC 8414 §3 */
void discovery_answer_openid (Provider *, SoupServerMessage *, const Form *);
void discovery_answer_oauth (Provider *, SoupServerMessage *, const Form *);
void discovery_answer_moved (Provider *, SoupServerMessage *, const Form *);

/* jwks.c: RFC 7517 §5 */
void jwks_answer (Provider *, SoupServerMessage *, const Form *);

/* authorize.c: RFC 6749 §4.1.1, OpenID Connect Core §3.1.2 */
void authorize_answer (Provider *, SoupServerMessage *, const Form *);
void authorize_answer_login (Provider *, SoupServerMessage *, const Form *);
void authorize_answer_consent (Provider *, SoupServerMessage *, const Form *);

/* token.c: RFC 6749 §4.1.3 and §6, RFC 7636 §4.5 */
void token_answer (Provider *, SoupServerMessage *, const Form *);

/* userinfo.c: OpenID Connect Core §5.3 */
void userinfo_answer (Provider *, SoupServerMessage *, const Form *);

/* profile.c: what a provider without OpenID Connect has instead */
void profile_answer (Provider *, SoupServerMessage *, const Form *);
void profile_answer_emails (Provider *, SoupServerMessage *, const Form *);

/* session-end.c: RFC 7009, OpenID Connect RP-Initiated Logout §2 */
void revoke_answer (Provider *, SoupServerMessage *, const Form *);
void logout_answer (Provider *, SoupServerMessage *, const Form *);

/* control.c: for tests only */
void control_answer_log (Provider *, SoupServerMessage *, const Form *);
void control_answer_fault (Provider *, SoupServerMessage *, const Form *);
void control_answer_rotate (Provider *, SoupServerMessage *, const Form *);
void control_answer_reset (Provider *, SoupServerMessage *, const Form *);
void control_answer_lifetime (Provider *, SoupServerMessage *, const Form *);
void control_answer_clock (Provider *, SoupServerMessage *, const Form *);
void control_answer_delay (Provider *, SoupServerMessage *, const Form *);
