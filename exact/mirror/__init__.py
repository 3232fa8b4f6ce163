"""The mirror: Exact's lists, orders and booked history as rows here, filled once and kept up by small deltas."""
