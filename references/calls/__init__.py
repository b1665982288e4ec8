"""Talks between an advocate and a buyer: finding a time, holding them, rating them."""
