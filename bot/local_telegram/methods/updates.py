"""getUpdates and the webhook methods: how the bot hears of things."""

from __future__ import annotations

import re

from bot.local_telegram.clock import Signal
from bot.local_telegram.errors import ApiError, bad_request
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.values import Json, Webhook

MAX_TIMEOUT_S = 50
MAX_UPDATES = 100
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@method("getUpdates")
async def get_updates(call: Call) -> list[Json]:
    """The oldest unconfirmed updates; waits up to `timeout` seconds for the first."""
    world, queue = call.world, call.world.updates
    if world.webhook is not None:
        raise ApiError(409, _WEBHOOK_ACTIVE)
    queue.set_allowed(_allowed(call))
    queue.confirm(call.arguments.integer("offset") or 0)
    limit = min(max(call.arguments.integer("limit") or MAX_UPDATES, 1), MAX_UPDATES)
    timeout = min(max(call.arguments.integer("timeout") or 0, 0), MAX_TIMEOUT_S)
    world.poll_number += 1
    world.updates.signal.notify()
    await _wait_for_update(call, queue.signal, world.clock.now() + timeout, world.poll_number)
    return queue.oldest(limit)


async def _wait_for_update(call: Call, signal: Signal, deadline: float, poll: int) -> None:
    world = call.world
    while not world.closing and not len(world.updates) and world.clock.now() < deadline:
        await signal.wait(world.clock, signal.version, deadline - world.clock.now())
        if world.poll_number != poll:
            raise ApiError(409, _OTHER_POLLER)


@method("setWebhook")
def set_webhook(call: Call) -> bool:
    """Deliver updates to a URL instead; plain http is allowed on loopback only."""
    url = (call.arguments.text("url") or "").strip()
    if not url:
        call.world.webhook = None
        _drop_pending(call)
        return True
    if not re.match(r"https://|http://(localhost|127\.0\.0\.1|\[::1\])[:/]", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.arguments.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    call.world.updates.set_allowed(_allowed(call))
    _drop_pending(call)
    call.world.webhook = Webhook(url, secret, call.arguments.integer("max_connections") or 40)
    call.world.updates.signal.notify()
    return True


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    """Go back to fetching."""
    call.world.webhook = None
    _drop_pending(call)
    call.world.updates.signal.notify()
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """Where updates go and how many wait."""
    webhook = call.world.webhook or Webhook("")
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(call.world.updates),
    }
    if webhook.last_error is not None:
        info.update(last_error_message=webhook.last_error, last_error_date=webhook.last_error_date)
    if call.world.updates.allowed is not None:
        info["allowed_updates"] = sorted(call.world.updates.allowed)
    return info


def _allowed(call: Call) -> list[str] | None:
    if call.arguments.raw("allowed_updates") is None:
        return None
    return [str(kind) for kind in call.arguments.items("allowed_updates")]


def _drop_pending(call: Call) -> None:
    if call.arguments.boolean("drop_pending_updates"):
        call.world.updates.drop_all()
