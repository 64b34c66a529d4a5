"""Canaille, in memory, with one token of a client: canaille_service.py PORT TOKEN

Run by the tests, with the Python of canaille's own environment.
"""

import datetime
import sys

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from werkzeug.serving import run_simple

port, token = int(sys.argv[1]), sys.argv[2]
app = create_app(
    {
        "SECRET_KEY": "of this process alone",
        "CANAILLE": {"DATABASE": "memory", "SMTP": None},
        "CANAILLE_OIDC": {},
        "CANAILLE_SCIM": {"ENABLE_SERVER": True},
    }
)
with app.app_context(), Backend.instance.session():
    now = datetime.datetime.now(datetime.timezone.utc)
    client = models.Client(client_id="reader", client_name="reader", grant_types=["client_credentials"])
    Backend.instance.save(client)
    Backend.instance.save(
        models.Token(
            token_id="reader", access_token=token, client=client, type="access_token",
            token_type="Bearer", issue_date=now, lifetime=86400, scope=[],
        )
    )
run_simple("127.0.0.1", port, app, threaded=True)
