"""How many calls to the language model all workers make together, counted in Redis by Redis' clock."""

import hashlib
from uuid import uuid4

from adapters.rq_queue.connection import RedisClient
from adapters.rq_queue.outage import outage_as_transient
from application.analysis_ports import (
    BUDGET_SECONDS,
    CallLedger,
    CallLimits,
    CallRules,
    Limit,
    Permit,
    Wanted,
)
from application.errors import PostponedError

# A call that is in the ledger counts here for as long again as whoever read the ledger before that may take
# to get here. For those seconds it counts twice, never not at all.
_AFTERWARDS = 15_000  # milliseconds
_KEPT = 2 * 3600  # seconds, after which Redis may forget all of it
_TURN = 1.0  # seconds until a place may be free

_ACQUIRE = """
local begun, tokens, open, money, paused = unpack(KEYS)
local id, seconds, job, kept = ARGV[1], ARGV[2], ARGV[5], ARGV[6]
local size, price = tonumber(ARGV[3]), tonumber(ARGV[4])
local most = {}
for place = 7, 13 do most[place - 6] = tonumber(ARGV[place]) end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local pause = redis.call('PTTL', paused)
if pause > 0 then return {'PAUSED', pause} end
for _, old in ipairs(redis.call('ZRANGEBYSCORE', begun, '-inf', now - 60000)) do
    redis.call('ZREM', begun, old)
    redis.call('HDEL', tokens, old)
end
redis.call('ZREMRANGEBYSCORE', open, '-inf', now)
local all, ours = 0, 0
local prices = redis.call('HGETALL', money)
for place = 1, #prices, 2 do
    local forget, cost, of = string.match(prices[place + 1], '^(%d+) (%d+) (.*)$')
    if tonumber(forget) <= now then
        redis.call('HDEL', money, prices[place])
    else
        all = all + cost
        if of == job then ours = ours + cost end
    end
end
if most[5] > 0 and most[7] + ours + price > most[5] then return {'JOB_BUDGET', 0} end
if most[4] > 0 and most[6] + all + price > most[4] then return {'DAILY_BUDGET', 0} end
if most[3] > 0 and redis.call('ZCARD', open) >= most[3] then return {'AT_ONCE', 0} end
local first = redis.call('ZRANGE', begun, 0, 0, 'WITHSCORES')
local wait = first[2] and math.max(first[2] + 60000 - now, 1) or 0
if most[1] > 0 and redis.call('ZCARD', begun) >= most[1] then return {'REQUESTS', wait} end
if most[2] > 0 and first[2] then
    local used = size
    for _, count in ipairs(redis.call('HVALS', tokens)) do used = used + count end
    if used > most[2] then return {'TOKENS', wait} end
end
redis.call('ZADD', begun, now, id)
redis.call('HSET', tokens, id, size)
redis.call('ZADD', open, now + seconds, id)
redis.call('HSET', money, id, string.format('%d %d %s', now + seconds, price, job))
for place = 1, 4 do redis.call('EXPIRE', KEYS[place], kept) end
return {'', 0}
"""

_BOOKED = """
local money = KEYS[1]
local id, price, job, afterwards = unpack(ARGV)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('HEXISTS', money, id) == 1 then
    redis.call('HSET', money, id, string.format('%d %d %s', now + afterwards, price, job))
end
return 1
"""

_SETTLE = """
local tokens, open, money = unpack(KEYS)
local id, used, price, job, afterwards = unpack(ARGV)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREM', open, id)
if redis.call('HEXISTS', tokens, id) == 1 then redis.call('HSET', tokens, id, used) end
if redis.call('HEXISTS', money, id) == 1 then
    redis.call('HSET', money, id, string.format('%d %d %s', now + afterwards, price, job))
end
return 1
"""


class RedisCallLimits(CallLimits):
    """Bounds calls by rules; what was spent is asked of the ledger, what is under way is known here."""

    def __init__(self, client: RedisClient, rules: CallRules, ledger: CallLedger, *, account: str) -> None:
        """Keep the client; nothing is sent before it is used.

        Args:
            client: of Redis.
            rules: the bounds.
            ledger: of what was spent.
            account: tells one key and address of the provider from another; only its digest is kept.
        """
        self._client, self._rules, self._ledger = client, rules, ledger
        digest = hashlib.sha256(account.encode()).hexdigest()[:16]
        self._keys = [
            f"screener:llm:{digest}:{name}" for name in ("begun", "tokens", "open", "money", "paused")
        ]
        self._acquire = client.register_script(_ACQUIRE)
        self._booked = client.register_script(_BOOKED)
        self._settle = client.register_script(_SETTLE)

    def acquire(self, wanted: Wanted) -> Permit:  # noqa: D102 - said by the port
        rules = self._rules
        permit = Permit(id=uuid4().hex, wanted=wanted)
        spent_today = self._ledger.spent() if rules.daily_microdollars else 0
        spent_on_job = self._ledger.spent(job_id=wanted.job_id) if rules.job_microdollars else 0
        bounds = (
            rules.requests_a_minute,
            rules.tokens_a_minute,
            rules.at_once,
            rules.daily_microdollars,
            rules.job_microdollars,
        )
        call = (permit.id, int(wanted.seconds * 1000), wanted.tokens, wanted.microdollars, wanted.job_id)
        with outage_as_transient():
            name, wait = self._acquire(
                keys=self._keys, args=[*call, _KEPT, *bounds, spent_today, spent_on_job]
            )
        if not name:
            return permit
        limit = Limit[name.decode()]
        usual = BUDGET_SECONDS if limit in {Limit.DAILY_BUDGET, Limit.JOB_BUDGET} else _TURN
        raise PostponedError(limit, retry_after=int(wait) / 1000 or usual)

    def booked(self, permit: Permit) -> None:  # noqa: D102
        wanted = permit.wanted
        with outage_as_transient():
            self._booked(
                keys=self._keys[3:4], args=[permit.id, wanted.microdollars, wanted.job_id, _AFTERWARDS]
            )

    def settle(self, permit: Permit, *, tokens: int, microdollars: int) -> None:  # noqa: D102
        with outage_as_transient():
            self._settle(
                keys=self._keys[1:4],
                args=[permit.id, tokens, microdollars, permit.wanted.job_id, _AFTERWARDS],
            )

    def pause(self, *, seconds: float) -> bool:  # noqa: D102
        with outage_as_transient():
            return bool(self._client.set(self._keys[4], "1", px=int(seconds * 1000), nx=True))
