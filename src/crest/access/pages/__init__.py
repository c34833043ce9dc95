"""Pages of access: people, sharing, tokens, jobs, the log, the installation."""
