"""Pages of the desk, one module per noun."""

from admin.views import advocates, ask, desk, imports, invitations, links, metrics, talks

blueprints = [module.bp for module in (advocates, ask, desk, imports, invitations, links, metrics, talks)]
