"""The advocate's own terms: what for, how often, when, and with whom never."""
