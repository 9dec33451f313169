"""What a WSGI server runs (`gunicorn wsgi:app`), and where the commands are found (`flask --app wsgi …`)."""

import os

from config import from_environment
from field_app import create_app

app = create_app(from_environment(), serving="FLASK_RUN_FROM_CLI" not in os.environ)
