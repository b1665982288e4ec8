"""Metrics: what the programme achieved, each with its formula, its sample and the rows behind it. They only
read.
"""
