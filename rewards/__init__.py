"""What members get for what they do:

levels, badges, leaderboards, and a shop in which points become rewards.
"""

from datetime import timedelta

from flask import Flask


def register(app: Flask) -> None:
    """Bring rewards into the house."""
    from hub.house import house_of
    from hub.i18n import _
    from rewards import (
        audited,
        awards,
        board_marks,
        boards,
        catalogue,
        demo,
        desk,
        documents,
        medals,
        reaches,
        verification,
    )
    from rewards.views import blueprints, slots

    house = house_of(app)
    house.audited(audited.WORDS)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    house.permission("reward.redeem", _("Take rewards for points"), roles=("advocate",))
    house.permission("reward.manage", _("Fill and change the reward shop"), roles=("manager",))
    house.permission("redemption.approve", _("Approve, fulfil and decline redemptions"), roles=("manager",))
    house.permission("badge.give", _("Give badges by hand and take them back"), roles=("manager",))
    house.navigate("main", _("Rewards"), "shop.index", icon="gift", order=50, needs="reward.redeem")
    house.navigate(
        "admin", _("Redemptions"), "queue.index", icon="package", order=40, needs="redemption.approve"
    )
    house.navigate("admin", _("Reward shop"), "catalogue.index", icon="gift", order=41, needs="reward.manage")
    house.navigate("admin", _("Badges"), "badge_cabinet.index", icon="award", order=42, needs="badge.give")
    house.kind("level.reached", _("%(who)s reached %(what)s"), icon="trending-up")
    house.kind("badge.awarded", _("%(who)s earned the badge %(what)s"), icon="award")
    house.kind("reward.redeemed", _("%(who)s took %(what)s from the shop"), icon="gift", in_feed=False)
    house.notice("level.reached", _("I reached a new level"), mail="weekly")
    house.notice("badge.awarded", _("I earned a badge"), mail="weekly")
    house.notice("redemption.approved", _("A reward of mine was approved"), mail="immediate")
    house.notice("redemption.fulfilled", _("A reward of mine is on its way"), mail="immediate")
    house.notice("redemption.declined", _("A reward of mine could not be given"), mail="immediate")
    house.on_posting(boards.count)
    house.on_posting(reaches.follow)
    house.on_posting(awards.follow_points)
    house.on("*", awards.follow_deeds)
    house.on_retraction("*", awards.follow_undone)
    house.verify(verification.problems)
    house.periodic("rewards.board_marks", board_marks.renew, every=timedelta(minutes=10))
    house.periodic("rewards.medals", medals.draw_missing, every=timedelta(hours=6))
    house.searchable("reward", documents.find, documents.ids)
    house.file_rule("reward", catalogue.may_see_picture)
    house.slot("home.aside", slots.beside_home, order=10)
    house.slot("member.profile", slots.achievements, order=10)
    house.desk(desk.waiting)
    house.demo(40, demo.prepare, demo.live)
