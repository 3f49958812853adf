"""The interface described: every address, what it needs, what it answers (OpenAPI 3.1)."""

from typing import Any

from flask import Response

from grants.rules.relations import anyone
from grants.web.api.calls import TABLES
from grants.web.api.desk import desk, said
from grants.web.desk import Hall
from grants.web.papers import base_url

TEXT, WHOLE, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
TEXTS = {"type": "object", "additionalProperties": TEXT, "description": "The same text by language: en, ja, sv."}
CELL = {"type": ["string", "integer", "number", "null"]}
PAGED = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}}
CALL = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
PART = {"side": TEXT, "investigator": TEXT, "university": TEXTS, "amount": TEXT, "currency": TEXT}
ERROR = {"description": "Refused, with a sentence", "content": {"application/json": {"schema": {
    "type": "object", "required": ["error"], "properties": {"error": TEXT}}}}}  # fmt: skip


def object_of(**properties: Any) -> dict[str, Any]:
    """An object all of whose properties are told."""
    return {"type": "object", "required": list(properties), "properties": properties}


def list_of(item: Any) -> dict[str, Any]:
    """A list."""
    return {"type": "array", "items": item}


SCHEMAS: dict[str, Any] = {
    "Projects": object_of(page=WHOLE, pages=WHOLE, total=WHOLE, projects=list_of(object_of(
        id=TEXT, number=TEXT, title=TEXT, programme=TEXTS, starts_on=TEXT, ends_on=TEXT, address=TEXT,
        parts=list_of(object_of(**PART)),
    ))),
    "Calls": object_of(calls=list_of(object_of(id=TEXT, code=TEXT, name=TEXTS, state=TEXT))),
    "Rows": object_of(call=TEXT, page=WHOLE, has_more=TRUTH, rows=list_of(
        {"type": "object", "additionalProperties": CELL, "description": "Named after the columns of the export."},
    )),
}  # fmt: skip


def path(summary: str, schema: str, *parameters: Any, open_to_all: bool = False) -> dict[str, Any]:
    """One address."""
    answer = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    answers: dict[str, Any] = {"200": {"description": summary, "content": {"application/json": answer}}}
    if not open_to_all:
        answers |= {"401": ERROR, "403": ERROR, "404": ERROR}
    told = {"summary": summary, "parameters": list(parameters), "responses": answers}
    return {"get": told | ({"security": []} if open_to_all else {"security": [{"key": []}]})}


def description() -> dict[str, Any]:
    """The whole interface."""
    words = {"name": "words", "in": "query", "schema": TEXT}
    tables = {
        f"/calls/{{id}}/{scope.value}": path(f"The {scope.value} of a call; needs the scope {scope.value}", "Rows",
                                            CALL, PAGED)
        for scope in TABLES
    }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tsunagari", "version": "1", "description": "What the pages show, under the same law."},
        "servers": [{"url": f"{base_url()}/api/v1"}],
        "paths": {
            "/projects": path("The register of funded projects", "Projects", words, PAGED, open_to_all=True),
            "/calls": path("The calls whose record the bearer keeps", "Calls"),
            **tables,
        },
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


@desk.page("/openapi.json", Hall(anyone), "call.open.read")
def openapi() -> Response:
    """The description."""
    return said(description())
