"""What the demo shows on pages."""
