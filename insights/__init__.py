"""What the work itself tells: figures over a period, each with its definition. Above the workbench; writes nothing."""
