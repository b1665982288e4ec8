"""Pages of the ground floor, one module per noun."""

from hub.people.views import (
    audit_log,
    captured_mail,
    confirmation,
    devices,
    files,
    grants,
    home,
    joining,
    long_jobs,
    members,
    notices,
    points,
    preferences,
    privacy,
    profile,
    programme,
    roles,
    searching,
    sign_in,
    style_guide,
    unsubscribe,
)

blueprints = [
    module.bp
    for module in (
        audit_log,
        captured_mail,
        confirmation,
        devices,
        files,
        grants,
        home,
        joining,
        long_jobs,
        members,
        notices,
        points,
        preferences,
        privacy,
        profile,
        programme,
        roles,
        searching,
        sign_in,
        style_guide,
        unsubscribe,
    )
]
