"""To which administration a document belongs."""

from matching.routing.route import AdministrationFacts, Routing, RoutingRule, RoutingSignals, route

__all__ = ["AdministrationFacts", "Routing", "RoutingRule", "RoutingSignals", "route"]
