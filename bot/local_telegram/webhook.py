"""Delivery of updates to the bot's own address, repeated with growing pauses until it says 2xx."""

from __future__ import annotations

from dataclasses import replace

import httpx

from bot.local_telegram.state import World
from bot.local_telegram.values import Json, Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_PAUSE_S = 60.0
_IDLE_S = 3600.0


async def deliver_updates(world: World) -> None:
    """Run until the server closes; updates of one bot go out one after the other, in order."""
    while not world.closing:
        if world.webhook is None:
            await world.updates.signal.wait(world.clock, world.updates.signal.version, _IDLE_S)
            continue
        async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
            await _deliver_with(client, world)


async def _deliver_with(client: httpx.AsyncClient, world: World) -> None:
    """Deliver as long as a webhook is set."""
    pause = 0.0
    while world.webhook is not None and not world.closing:
        signal, waiting = world.updates.signal, world.updates.oldest(1)
        if not waiting:
            await signal.wait(world.clock, signal.version, _IDLE_S)
        elif await _delivered(world, client, world.webhook, waiting[0]):
            world.updates.confirm(waiting[0]["update_id"] + 1)
            pause = 0.0
        else:
            await world.clock.sleep(pause)
            pause = min(max(2 * pause, 2.0), MAX_PAUSE_S)


async def _delivered(world: World, client: httpx.AsyncClient, webhook: Webhook, update: Json) -> bool:
    headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
    try:
        response = await client.post(webhook.url, json=update, headers=headers)
    except httpx.HTTPError:
        return _failed(world, "Connection refused")
    if response.is_success:
        return True
    return _failed(world, f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}")


def _failed(world: World, reason: str) -> bool:
    if world.webhook is not None:
        world.webhook = replace(world.webhook, last_error=reason, last_error_date=int(world.clock.now()))
    return False
