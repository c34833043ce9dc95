"""The crest command."""
