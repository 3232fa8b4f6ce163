"""Invoice formats that are known by name and not read: a person is told what came and what to ask for."""

from __future__ import annotations

import re

from lxml import etree

# (root element, "" for any; what its namespace contains, in lower case; what people call the format)
_FORMATS = (
    ("FatturaElettronicaSemplificata", "", "FatturaPA (semplificata)"),
    ("Finvoice", "", "Finvoice"),
    ("INVOICE_CENTER", "", "TEAPPSXML"),
    ("Facturae", "", "Facturae"),
    ("Faktura", "crd.gov.pl", "KSeF"),
    ("", "isdoc.cz", "ISDOC"),
    ("", "schemas.nav.gov.hu/osa", "NAV (HU)"),
    ("", "eslog", "eSLOG"),
    ("", "opentrans.org", "openTRANS"),
    ("", "xcbl", "xCBL"),
    ("cXML", "", "cXML"),
    ("", "hr-xml.org", "HR-XML (SETU)"),
    ("", "urn:gs1:", "GS1 XML"),
    ("", "urn:sfti:documents:basicinvoice", "Svefaktura 1.0"),
)
_UBL_1 = re.compile(r"\bubl\b.*[-:]1[.:]0\b")


def is_ubl_1(namespace: str) -> bool:
    """Whether a namespace is of UBL 1.0, whose elements have other names than those of UBL 2."""
    return bool(_UBL_1.search(namespace.lower()))


def unread_format(namespace: str, root: etree._Element) -> str:
    """The name of a format that is known and not read; "" for anything else."""
    if is_ubl_1(namespace):
        return "UBL 1.0"
    space = namespace.lower()
    return next((called for tag, part, called in _FORMATS if (not tag or root.tag == tag) and part in space), "")
