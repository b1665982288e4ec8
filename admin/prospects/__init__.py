"""Prospects: community first, a talk when it helps. Where a buyer starts, and how their wish for a talk
becomes a request.
"""
