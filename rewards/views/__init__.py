"""Pages of rewards, one module per noun."""

from rewards.views import badge_cabinet, badges, catalogue, leaderboard, queue, redemptions, shop

blueprints = [
    module.bp for module in (badge_cabinet, badges, catalogue, leaderboard, queue, redemptions, shop)
]
