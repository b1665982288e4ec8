"""Links by mail that act without signing in: signed, for one person and one thing, bound to one purpose.

A mail scanner may open them: a page answers, and only its button acts. What an invitation's link may do
once, the state of the invitation decides.
"""

from itsdangerous import BadSignature, URLSafeSerializer

from hub.errors import NotFound
from hub.house import house


def invitation_token(invitation_id: int) -> str:
    """Return the token with which an advocate answers one invitation."""
    return _signer("references.invitation").dumps(invitation_id)


def invitation_id(token: str) -> int:
    """Return which invitation a token answers; raises `NotFound` for a token that is none of ours."""
    return _read("references.invitation", token)


def buyer_token(request_id: int) -> str:
    """Return the token with which a buyer picks a time, joins and rates."""
    return _signer("references.buyer").dumps(request_id)


def request_id(token: str) -> int:
    """Return whose request a buyer's token is for; raises `NotFound` for a token that is none of ours."""
    return _read("references.buyer", token)


def _read(purpose: str, token: str) -> int:
    try:
        return int(_signer(purpose).loads(token))
    except (BadSignature, ValueError, TypeError):
        raise NotFound from None


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(house().settings.secret_key, salt=purpose)
