"""One API call from parsed request to answer: token, limits, rules, reading or writing."""

import json
from decimal import Decimal
from typing import Any

from exact.sandbox import addresses, webhooks, writes
from exact.sandbox.booking.books import Books
from exact.sandbox.calls import Caller, Response
from exact.sandbox.catalogue import NAVIGATIONS, Entity, load
from exact.sandbox.clock import Clock
from exact.sandbox.configuration import SandboxSettings
from exact.sandbox.errors import STREAM, ApiError, BusinessError, sentence
from exact.sandbox.ledger import Ledger
from exact.sandbox.odata_answer import RowWriter
from exact.sandbox.reads import Reader
from exact.sandbox.webhooks import Webhooks

LARGEST_BODY = 14 * 1024 * 1024
"""Largest request body in bytes: 10 MB of attachment as base64, with room."""


def error_body(message: str) -> bytes:
    """The service's error shape, spread over lines as it writes it; code and lang are always empty."""
    value = json.dumps(message)
    lines = ["{", '"error": {', '"code": "", "message": {', f'"lang": "", "value": {value}', "}", "}", "}"]
    return "\r\n".join(lines).encode()


def error_xml(message: str) -> bytes:
    """The same for a caller that did not ask for JSON."""
    from xml.sax.saxutils import escape

    space = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"
    text = escape(message)
    inner = f'<code/><message xml:lang="">{text}</message>'
    return f'<?xml version="1.0" encoding="utf-8"?><error xmlns="{space}">{inner}</error>'.encode()


def failure(error: ApiError, wants_json: bool) -> Response:
    """HTTP answer of an :class:`ApiError`."""
    headers = dict(error.headers)
    if error.reason:
        headers["Reason"] = error.reason
    if wants_json:
        return Response(error.status, error_body(error.message), headers=headers)
    return Response(error.status, error_xml(error.message), "application/xml;charset=utf-8", headers)


class Api:
    """The REST part of the sandbox, without HTTP, faults and limits around it."""

    def __init__(self, ledger: Ledger, settings: SandboxSettings, clock: Clock, hooks: Webhooks) -> None:
        self.ledger, self.settings, self.clock, self.hooks = ledger, settings, clock, hooks

    def answer(
        self, method: str, path: str, query: str, headers: Any, body: bytes, caller: Caller, base: str, lag: float = 0
    ) -> Response:
        """Carry out one call. ``base`` is scheme and host as the caller reached them."""
        wants_json = "json" in (headers.get("Accept") or "").lower()
        try:
            return self._answer(method, path, query, headers, body, caller, base, lag, wants_json)
        except ApiError as error:
            return failure(error, wants_json)
        except BusinessError as error:
            return failure(ApiError(500, error.text(caller.language)), wants_json)

    def _answer(
        self,
        method: str,
        path: str,
        query: str,
        headers: Any,
        body: bytes,
        caller: Caller,
        base: str,
        lag: float,
        wants_json: bool,
    ) -> Response:
        address = addresses.parse(path)
        division = address.division or 0
        entity = address.entity
        if entity.name == "hrm/Divisions" and self.settings.hrm_divisions_forbidden:
            raise ApiError(403, "Forbidden")
        if address.division is not None and entity.has_division and division not in caller.divisions:
            raise ApiError(403, "Forbidden", reason="NoDivisionAccess")
        if method == "GET":
            reader = Reader(self.ledger, self.settings, self.clock, caller, base, division, lag)
            return self._read(reader, address, query, wants_json)
        if method not in entity.methods or entity.name == "system/Divisions":
            raise ApiError(405, "Method Not Allowed")
        return self._write(method, entity, address, headers, body, caller, base)

    def _read(self, reader: Reader, address: addresses.Address, query: str, wants_json: bool) -> Response:
        entity, key, tail = address.entity, address.key, address.tail
        if tail == "$metadata":
            return _metadata(entity.service)
        if tail == "$count":
            return reader.count(entity, query)
        if not wants_json and not query.count("%24format=json") and "$format=json" not in query:
            return _atom(reader, entity)
        if key is None:
            return reader.collection(entity, query)
        if tail is None:
            return reader.one(entity, key, query)
        target = NAVIGATIONS.get((entity.name, tail))
        if target is None:
            raise ApiError(404, f"Resource not found for the segment '{tail}'.")
        reader.row(entity, key)
        return reader.collection(load()[target[0]], query, [("parent = ?", key)])

    def _write(
        self,
        method: str,
        entity: Entity,
        address: addresses.Address,
        headers: Any,
        body: bytes,
        caller: Caller,
        base: str,
    ) -> Response:
        division = address.division or 0
        payload = None if method == "DELETE" else parse_body(body)
        if entity.name == webhooks.SUBSCRIPTIONS and method == "POST":
            # The callback is tried before the transaction opens: it may call us back.
            self.hooks.try_callback(payload, caller.language)
        with self.ledger.transaction():
            books = Books(self.ledger, division, self.clock, self.settings, caller)
            if method == "POST":
                if address.key is not None:
                    raise ApiError(405, "Method Not Allowed")
                if entity.name == webhooks.SUBSCRIPTIONS:
                    row = self.hooks.subscribe(books, payload)
                else:
                    row = writes.create(books, entity.name, payload)
                answer = self._created(entity, row, headers, base, division)
            else:
                self._change(method, entity, address, payload, books)
                answer = Response(204, b"", "")
            self.hooks.queue(books.events, division, base)
        self.hooks.wake()
        return answer

    def _change(self, method: str, entity: Entity, address: addresses.Address, payload: Any, books: Books) -> None:
        if address.key is None:
            raise ApiError(405, "Method Not Allowed")
        row = books.get(entity.name, address.key)
        if row is None:
            raise ApiError(404, "Not Found")
        if method == "PUT":
            writes.update(books, entity.name, row, payload)
        else:
            writes.delete(books, entity.name, row)

    def _created(self, entity: Entity, row: dict[str, Any], headers: Any, base: str, division: int) -> Response:
        writer = RowWriter(entity, f"{base}/api/v1/{division}/{entity.name}", None)
        represent = "return=representation" in (headers.get("Prefer") or "")
        shell = entity.shell if entity.shell and not represent else None
        return Response.json('{"d":' + writer.write(row, shell) + "}", self.settings.post_status)


def parse_body(body: bytes) -> Any:
    """JSON body with exact numbers; raises ApiError 400 in the framework's words."""
    if len(body) > LARGEST_BODY:
        raise ApiError(400, STREAM.format(detail="Maximum request length exceeded."))
    try:
        payload = json.loads(body.decode("utf-8"), parse_float=Decimal, parse_constant=_no_constant)
    except ValueError as error:
        raise ApiError(400, STREAM.format(detail="The request should be a valid top-level resource object.")) from error
    if not isinstance(payload, dict):
        raise ApiError(400, STREAM.format(detail="The request should be a valid top-level resource object."))
    return payload


def _no_constant(text: str) -> Any:
    raise ValueError(text)


def generic_fault(language: str) -> Response:
    """The generic 500 of the service."""
    return Response(500, error_body(sentence("fault", "", language)))


def _atom(reader: Reader, entity: Entity) -> Response:
    """Without ``Accept: application/json`` the service writes Atom; the sandbox gives an empty feed."""
    title = entity.resource
    text = (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<feed xml:base="{reader.base}/api/v1/{reader.division}/{entity.service}/" xmlns="http://www.w3.org/2005/Atom">'
        f'<title type="text">{title}</title><id>{reader.root(entity)}</id></feed>'
    )
    return Response(200, text.encode(), "application/atom+xml;charset=utf-8")


def _metadata(service: str) -> Response:
    types = []
    for entity in load().values():
        if entity.service.lower() != service.lower():
            continue
        keys = "".join(f'<PropertyRef Name="{name}"/>' for name in entity.key)
        props = "".join(
            f'<Property Name="{p.name}" Type="Edm.{p.edm}"/>' for p in entity.properties.values() if not p.is_collection
        )
        types.append(f'<EntityType Name="{entity.model.rsplit(".", 1)[1]}"><Key>{keys}</Key>{props}</EntityType>')
    text = (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices'
        ' m:DataServiceVersion="1.0" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">'
        '<Schema Namespace="Exact.Web.Api.Models" xmlns="http://schemas.microsoft.com/ado/2006/04/edm">'
        + "".join(types)
        + "</Schema></edmx:DataServices></edmx:Edmx>"
    )
    return Response(200, text.encode(), "application/xml;charset=utf-8")
