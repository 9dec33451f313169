"""JSON Schema of the shapes that are validated: by the very adapters that validate, with what pydantic leaves out."""

from __future__ import annotations

import re
from typing import Any, cast

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema
from spectree.model_adapter.protocol import SchemaMode
from spectree.model_adapter.pydantic_adapter import PydanticModelAdapter

from field_app.cases.entries import KINDS
from field_app.parse import EXACT, adapter
from field_app.web.errors import reader

from .declare import COMPONENT

AT = "#/components/schemas/{model}"

JSON: dict[str, Any] = {
    "description": "Any JSON value with one reading: no U+0000, no half of a surrogate pair, no key twice, no number "
    "beyond 2 to the power of 53.",
    "anyOf": [
        {"type": ["null", "boolean", "string"]},
        {"type": "number", "minimum": -EXACT, "maximum": EXACT},
        {"type": "array", "items": {"$ref": "#/components/schemas/Json"}},
        {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Json"}},
    ],
}
"""What `parse.strict_json` lets through."""


class Schema(GenerateJsonSchema):
    """Says how a text must write a day or a time and between which; closes every object an answer holds."""

    def chain_schema(self, schema: core_schema.ChainSchema) -> JsonSchemaValue:
        """`kinds.Written`: a text of a form, read as a value."""
        written, value = (self.generate_inner(one) for one in (schema["steps"][0], schema["steps"][-1]))
        if value.get("format") == "date":
            return value  # RFC 3339 writes a day in one way only
        return {**value, **written}

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        return {**super().date_schema(schema), **_between(schema)}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        return {**super().datetime_schema(schema), **_between(schema)}

    def any_schema(self, schema: core_schema.AnySchema) -> JsonSchemaValue:
        return {COMPONENT: "Json"} if self.mode == "validation" else {}

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        found = super().dataclass_schema(schema)
        return {**found, "additionalProperties": False} if self.mode == "serialization" else found

    def field_is_required(self, field: Any, total: bool) -> bool:
        return self.mode == "serialization" or super().field_is_required(field, total)

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


class Shapes(PydanticModelAdapter):
    """The shapes as spectree reads them: a body by the reader's own adapter. A name stands for one shape only."""

    def __init__(self) -> None:
        super().__init__()
        self.named: dict[str, Any] = {}

    def json_schema(self, model: type[Any], *, ref_template: str, mode: SchemaMode = "validation") -> dict[str, Any]:
        found = reader(cast(Any, model)).json_schema(ref_template=ref_template, mode=mode, schema_generator=Schema)
        found = _placed(found)
        for name, schema in (*found.get("$defs", {}).items(), (model.__name__, found)):
            bare = {key: value for key, value in schema.items() if key != "$defs"}
            if "$ref" not in bare and self.named.setdefault(name, bare) != bare:
                raise ValueError(f"{name}: two shapes have this name")
        return found


def kinds() -> dict[str, Any]:
    """The entry of every kind and version, what their facts are made of, and `Entry`, which is any one of them."""
    wanted: list[tuple[Any, Any, TypeAdapter[Any]]] = [(key, "validation", adapter(*key)) for key in KINDS]
    where, found = TypeAdapter.json_schemas(wanted, ref_template=AT, schema_generator=Schema)
    schemas = dict(_placed(found)["$defs"])
    names = {}
    for (key, _), place in where.items():
        kind, version = KINDS[key], key[1]
        entry = schemas.pop(str(place["$ref"]).rpartition("/")[2])
        names[key] = f"Entry-{re.sub('[^a-z]+', '-', kind.name.replace(chr(39), ''))}-{version}"
        said = {"kind": {"const": kind.name}, "version": {"const": version}}
        schemas[names[key]] = {
            **entry,
            "title": f"{kind.name}, version {version}",
            "properties": {**entry["properties"], **said},
            "x-act": kind.act,
            "x-signed": kind.signed,
            "x-system": kind.system,
            "x-log": kind.log,
        }
    refs = [{"$ref": AT.format(model=name)} for name in names.values()]
    schemas["Entry"] = {"description": "An entry's body, of any kind.", "oneOf": refs}
    schemas["Json"] = JSON
    return schemas


def _between(schema: Any) -> dict[str, str]:
    """The first and last day or moment, which JSON Schema has no word for; ajv's is used."""
    said = {"formatMinimum": schema.get("ge"), "formatMaximum": schema.get("le")}
    return {word: value.isoformat() for word, value in said.items() if value is not None}


def _placed(schema: Any) -> Any:
    if isinstance(schema, dict):
        if COMPONENT in schema:
            return {"$ref": AT.format(model=schema[COMPONENT])}
        return {key: _placed(value) for key, value in schema.items()}
    return [_placed(one) for one in schema] if isinstance(schema, list) else schema
