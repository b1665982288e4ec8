"""Pages of the community, one module per noun."""

from community.views import answers, forum_admin, forums, moderation, posts, questions, topics

blueprints = [module.bp for module in (forums, questions, topics, posts, answers, moderation, forum_admin)]
