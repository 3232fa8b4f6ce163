"""The whole path from the command line: files in, verdicts out, the same rows and jobs as everywhere else."""
