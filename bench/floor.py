"""The baseline: a Flask view that parses the same JSON and commits one INSERT, `synchronous=FULL` as ours."""

from __future__ import annotations

import json
import os
import sqlite3
import threading

from flask import Flask, jsonify, request

app = Flask(__name__)
_local = threading.local()


def _database() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = sqlite3.connect(os.environ["FLOOR_DATABASE"], isolation_level=None, timeout=10)
        _local.connection.execute("PRAGMA journal_mode=WAL")
        _local.connection.execute("PRAGMA synchronous=FULL")
        _local.connection.execute("CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, body TEXT)")
    return _local.connection


@app.post("/api/entries")
def entries():
    """Parse every entry, store the request."""
    given = request.get_json()["entries"]
    for one in given:
        json.loads(one["body"])
    connection = _database()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO floor (body) VALUES (?)", (request.get_data(as_text=True),))
    connection.execute("COMMIT")
    return jsonify({"entries": [{"outcome": "accepted"} for _ in given]})
