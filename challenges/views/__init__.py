"""Pages of challenges, one module per noun."""

from challenges.views import answers, builder, challenges, lifecycle, participation, queue, stages

blueprints = [module.bp for module in (answers, builder, challenges, lifecycle, participation, queue, stages)]
