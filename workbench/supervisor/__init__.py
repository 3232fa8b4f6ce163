"""One command that runs a whole instance: starts its processes, restarts what dies, stops them together."""
