"""Pages of references, one module per noun."""

from references.views import (
    answers,
    availability,
    calls,
    candidates,
    customers,
    filing,
    impact,
    invitations,
    outside,
    references,
    requests,
    stories,
    talks,
    thanks,
)

blueprints = [
    module.bp
    for module in (
        answers,
        availability,
        calls,
        candidates,
        customers,
        filing,
        impact,
        invitations,
        outside,
        references,
        requests,
        stories,
        talks,
        thanks,
    )
]
