"""What people taught us per administration: vendor mappings, key order, prices,
units and items, coding rules, VAT codes and position, routing; and the stamps of what changed."""

from matching.models.agreed_price import AgreedPrice
from matching.models.coding_rule import CodingRule
from matching.models.customer_item import CustomerItem
from matching.models.key_policy import VendorKeyPolicy
from matching.models.learned_pair import LearnedPair
from matching.models.learned_unit import LearnedUnit
from matching.models.routing_rule import RoutingRule
from matching.models.split_template import SplitTemplate
from matching.models.stamp import Stamp
from matching.models.vat_code_mapping import VatCodeMapping
from matching.models.vat_position import ChainRole, VatPosition
from matching.models.vendor_mapping import VendorMapping

__all__ = [
    "AgreedPrice",
    "ChainRole",
    "CodingRule",
    "CustomerItem",
    "LearnedPair",
    "LearnedUnit",
    "RoutingRule",
    "SplitTemplate",
    "Stamp",
    "VatCodeMapping",
    "VatPosition",
    "VendorKeyPolicy",
    "VendorMapping",
]
