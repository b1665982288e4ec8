"""The catalogue: every metric the programme shows, in the order in which it shows them."""

from admin.metrics import acceptance, first_response, fulfilment, monthly_active, participation, pool_health
from admin.metrics.metric import Metric
from hub.errors import NotFound

METRICS = (
    fulfilment.METRIC,
    first_response.METRIC,
    pool_health.METRIC,
    monthly_active.METRIC,
    participation.METRIC,
    acceptance.METRIC,
)

ON_THE_DESK = (fulfilment.METRIC, first_response.METRIC, pool_health.METRIC, monthly_active.METRIC)


def get(key: str) -> Metric:
    """Return a metric by its key; raise `NotFound`."""
    found = next((metric for metric in METRICS if metric.key == key), None)
    if found is None:
        raise NotFound
    return found
