"""A project with django-scim2 and nothing else, its database in memory: django_service PORT

Run by the tests, with the Python of django-scim2's own environment. Everybody may ask.
"""

import sys
from wsgiref.simple_server import make_server

import django
from django.conf import settings
from django.core.management import call_command

port = int(sys.argv[1])
settings.configure(
    SECRET_KEY="of this process alone",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="urls",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "people", "django_scim"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    AUTH_USER_MODEL="people.User",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
    SCIM_SERVICE_PROVIDER={
        "NETLOC": f"127.0.0.1:{port}",
        "SCHEME": "http",
        "AUTHENTICATION_SCHEMES": [{"type": "oauthbearertoken", "name": "none", "description": "none"}],
        "GROUP_MODEL": "people.models.Group",
        "AUTH_CHECK_MIDDLEWARE": "people.unchecked",
    },
)
django.setup()
call_command("migrate", run_syncdb=True, verbosity=0)
from django.core.wsgi import get_wsgi_application  # noqa: E402

make_server("127.0.0.1", port, get_wsgi_application()).serve_forever()
