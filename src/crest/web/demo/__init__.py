"""The shipped example on the platform: invented organisations, loaded through the real pipeline."""
