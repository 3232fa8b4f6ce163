"""The demonstration: people, a link with the sandbox Exact, and a full inbox. Never beside a live Exact."""
