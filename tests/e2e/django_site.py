# SPDX-License-Identifier: GPL-3.0-or-later
"""A site with django-oauth-toolkit, set up as its "Getting started" and "OpenID Connect" pages say.

django_site.py HOME COMMAND…: a command of Django's, such as "migrate". HOME has the key and the database.
"""

import os
import sys

import django
from django.conf import settings
from django.core.management import execute_from_command_line

HOME = sys.argv.pop(1)

with open(os.path.join(HOME, 'key.pem'), encoding='ascii') as f:
    KEY = f.read()

settings.configure(
    DEBUG=True,
    SECRET_KEY='of the tests',
    ALLOWED_HOSTS=['127.0.0.1'],
    ROOT_URLCONF='__main__',
    LOGIN_URL='/admin/login/',
    STATIC_URL='static/',
    DEFAULT_AUTO_FIELD='django.db.models.BigAutoField',
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': os.path.join(HOME, 'database'),
                           'OPTIONS': {'timeout': 60}}},
    INSTALLED_APPS=['django.contrib.admin', 'django.contrib.auth', 'django.contrib.contenttypes',
                    'django.contrib.sessions', 'django.contrib.messages', 'django.contrib.staticfiles',
                    'oauth2_provider'],
    MIDDLEWARE=['django.middleware.security.SecurityMiddleware',
                'django.contrib.sessions.middleware.SessionMiddleware',
                'django.middleware.common.CommonMiddleware',
                'django.middleware.csrf.CsrfViewMiddleware',
                'django.contrib.auth.middleware.AuthenticationMiddleware',
                'django.contrib.messages.middleware.MessageMiddleware'],
    TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates', 'APP_DIRS': True,
                'OPTIONS': {'context_processors': ['django.template.context_processors.request',
                                                   'django.contrib.auth.context_processors.auth',
                                                   'django.contrib.messages.context_processors.messages']}}],
    OAUTH2_PROVIDER={
        'OIDC_ENABLED': True,
        'OIDC_RSA_PRIVATE_KEY': KEY,
        'OIDC_RP_INITIATED_LOGOUT_ENABLED': True,
        'OAUTH2_VALIDATOR_CLASS': '__main__.PersonValidator',
        'PKCE_REQUIRED': True,
        'ROTATE_REFRESH_TOKEN': True,
        'REFRESH_TOKEN_REUSE_PROTECTION': True,
        # What its version 4 will do by itself (RFC 9700). Not AUTHZ_RESPONSE_ISS: it announces the issuer
        # in each answer, and leaves it out where the person says no, so that answer is not taken.
        **{f'COMPLIANT_BCP_RFC9700_{rule}': True for rule in (
            'IMPLICIT_GRANT', 'PASSWORD_GRANT', 'PKCE_METHOD', 'ACCESS_TOKEN_TRANSPORT',
            'TOKEN_STORAGE')},
        'SCOPES': {'openid': 'Sign in', 'profile': 'Your name', 'email': 'Your e-mail address'}})
django.setup()

from django.contrib import admin  # noqa: E402  (Django is set up first)
from django.urls import include, path  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402


class PersonValidator(OAuth2Validator):
    """Names the person, which django-oauth-toolkit leaves to each site."""

    oidc_claim_scope = {'sub': 'openid', 'name': 'profile', 'email': 'email'}

    def get_additional_claims(self):
        return {'name': lambda request: request.user.get_full_name(),
                'email': lambda request: request.user.email}


urlpatterns = [path('admin/', admin.site.urls), path('o/', include('oauth2_provider.urls'))]

execute_from_command_line(sys.argv)
