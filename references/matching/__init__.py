"""Matching: who fits a request, and why. Pure: candidates in, ranked and excluded out; `references.pool`
loads them.
"""
