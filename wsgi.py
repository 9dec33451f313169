"""What a WSGI server runs (`gunicorn wsgi:app`), and where the commands are found (`flask --app wsgi …`)."""

import gc
import os
import sys

from config import BadSetting, from_environment
from field_app import create_app

try:
    app = create_app(from_environment(), serving="FLASK_RUN_FROM_CLI" not in os.environ)
except BadSetting as error:
    print(f"Field cannot start. {error}", file=sys.stderr)
    sys.exit(4)

# What is there from the start stays: a full collection of it held up whoever asked by a tenth of a second each time.
gc.collect()
gc.freeze()
