"""Finding: one contract over two engines. What a reader may not open is never found, nor counted, nor
suggested.

A package describes its things as `Document`s (`house.searchable`) and the readers by audience tokens
(`house.audience`). A rule that changes such a thing calls `touch`; the index follows after the commit. The
tokens of the reader are part of the query itself, so that no number can tell what is hidden.
"""

from hub.search.documents import EVERYONE, Document, Hit, Results
from hub.search.finding import find, suggest, tokens_of
from hub.search.indexing import index, index_batch, reindex, touch

__all__ = [
    "EVERYONE",
    "Document",
    "Hit",
    "Results",
    "find",
    "index",
    "index_batch",
    "reindex",
    "suggest",
    "tokens_of",
    "touch",
]
