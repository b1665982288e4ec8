"""The ground floor: people, companies, facts and plumbing. It names no feature."""
