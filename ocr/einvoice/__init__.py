"""Structured e-invoices: UBL, CII (ZUGFeRD, Factur-X, XRechnung), Order-X. The XML is read exactly or refused."""
