"""Companies, their people, and how a person comes in, signs in and leaves."""
