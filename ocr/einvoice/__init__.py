"""Structured e-invoices: UBL, CII (ZUGFeRD, Factur-X, XRechnung), Order-X, ebInterface, FatturaPA. The XML is read
exactly or refused."""
