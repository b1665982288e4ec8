"""Customers, contacts and opportunities as CRMs export them: read, checked as a whole, then stored at once
or not at all.
"""
