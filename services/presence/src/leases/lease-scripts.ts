import { redisScript } from '@parley/service-kit';

/**
 * Every change of presence is one of these scripts: what is seen, decided and written cannot be stepped into, whichever
 * replica runs it. All keys share a hash tag, so that they live together in a Redis cluster.
 *
 *   conn:<user>  sorted set  connection → end of its lease
 *   user:<user>  hash        shown, shown_text (last told), chosen, text, until (by the person), rev (counts changes of what is shown),
 *                            username, last_seen, gone_at
 *   online       sorted set  users that are shown as anything but offline, all with score 0: in order of their ids
 *   due          sorted set  user → when to look again: the end of the newest lease, or of the wait before "offline"
 *   pending      sorted set  user → when somebody else may announce the change that nobody has confirmed announcing
 *
 * Times are Redis' own, in milliseconds.
 */
export const keyPrefix = 'presence:{p}:';

const common = `
local prefix = '${keyPrefix}'
local due, pending, online = prefix .. 'due', prefix .. 'pending', prefix .. 'online'
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local changed = {}

-- Compares what a person should be shown as with what was told last. Records a change and claims its announcement.
local function settle(user, wait, claim)
  local conn, key = prefix .. 'conn:' .. user, prefix .. 'user:' .. user
  redis.call('ZREMRANGEBYSCORE', conn, '-inf', now)
  local newest = redis.call('ZREVRANGE', conn, 0, 0, 'WITHSCORES')
  local ends = tonumber(redis.call('HGET', key, 'until') or '')
  if ends and ends <= now then
    redis.call('HDEL', key, 'chosen', 'text', 'until')
    ends = nil
  end
  local state = redis.call('HMGET', key, 'chosen', 'shown', 'gone_at', 'text', 'shown_text')
  local chosen, shown, gone = state[1] or 'online', state[2] or 'offline', tonumber(state[3])
  local text, shown_text = state[4] or '', state[5] or ''
  local wanted = 'offline'
  if newest[2] then
    if gone then redis.call('HDEL', key, 'gone_at') end
    if chosen ~= 'invisible' and chosen ~= 'gone' then wanted = chosen end
    redis.call('ZADD', due, math.min(newest[2] + 1, ends or math.huge), user)
  else
    if shown ~= 'offline' and not gone then
      gone = now
      redis.call('HSET', key, 'gone_at', now)
    end
    if shown ~= 'offline' and now < gone + wait then
      wanted = shown
      redis.call('ZADD', due, gone + wait, user)
    else
      redis.call('ZREM', due, user)
      redis.call('HDEL', key, 'gone_at')
      -- "Away" was about that visit; "busy" and "invisible" are meant until taken back.
      if chosen == 'away' then redis.call('HDEL', key, 'chosen') end
    end
  end
  if wanted == 'offline' then redis.call('ZREM', online, user) else redis.call('ZADD', online, 0, user) end
  -- Nobody is told what somebody offline says they are doing; who asks is answered.
  if wanted ~= shown or (text ~= shown_text and wanted ~= 'offline') then
    redis.call('HINCRBY', key, 'rev', 1)
    redis.call('HSET', key, 'shown', wanted, 'shown_text', text)
    redis.call('ZADD', pending, now + claim, user)
    changed[#changed + 1] = user
  end
end

-- Somebody invisible was never here. Of somebody whose account is gone nothing is kept: their hash runs out.
local function saw(user)
  local key = prefix .. 'user:' .. user
  local chosen = redis.call('HGET', key, 'chosen')
  if chosen == 'gone' then return end
  if chosen ~= 'invisible' then redis.call('HSET', key, 'last_seen', now) end
  redis.call('EXPIRE', key, ${180 * 86_400})
end
`;

/** ARGV: JSON {touched: [[user, connection, username]], closed: [[user, connection]]}, lease, wait, claim. → users that changed. */
export const touchScript = redisScript(`${common}
local input = cjson.decode(ARGV[1])
local lease, wait, claim = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local users, seen = {}, {}
local function note(user)
  if not seen[user] then
    seen[user] = true
    users[#users + 1] = user
    saw(user)
  end
end
for _, entry in ipairs(input.touched) do
  local conn = prefix .. 'conn:' .. entry[1]
  redis.call('ZADD', conn, now + lease, entry[2])
  redis.call('PEXPIRE', conn, lease * 2)
  redis.call('HSET', prefix .. 'user:' .. entry[1], 'username', entry[3])
  note(entry[1])
end
for _, entry in ipairs(input.closed) do
  redis.call('ZREM', prefix .. 'conn:' .. entry[1], entry[2])
  note(entry[1])
end
for _, user in ipairs(users) do settle(user, wait, claim) end
return changed
`);

/**
 * ARGV: user, username, status, wait, claim, text ('keep', or '=' and the text), until (ms, 0: for good). → the user, if it changed.
 */
export const chooseScript = redisScript(`${common}
local key = prefix .. 'user:' .. ARGV[1]
redis.call('HSET', key, 'chosen', ARGV[3], 'username', ARGV[2])
redis.call('EXPIRE', key, ${180 * 86_400})
if ARGV[6] == '=' then redis.call('HDEL', key, 'text')
elseif ARGV[6] ~= 'keep' then redis.call('HSET', key, 'text', string.sub(ARGV[6], 2)) end
if tonumber(ARGV[7]) > 0 then redis.call('HSET', key, 'until', ARGV[7]) else redis.call('HDEL', key, 'until') end
settle(ARGV[1], tonumber(ARGV[4]), tonumber(ARGV[5]))
return changed
`);

/**
 * ARGV: user, claim. Shown as offline at once, for whoever sees them now; what is left for announcing that is gone within a minute.
 * → the user, if it changed.
 */
export const forgetScript = redisScript(`${common}
local conn, key = prefix .. 'conn:' .. ARGV[1], prefix .. 'user:' .. ARGV[1]
redis.call('DEL', conn)
if redis.call('EXISTS', key) == 1 then
  redis.call('HSET', key, 'chosen', 'gone')
  redis.call('HDEL', key, 'text', 'until', 'last_seen')
  settle(ARGV[1], 0, tonumber(ARGV[2]))
  redis.call('EXPIRE', key, 60)
end
return changed
`);

/**
 * ARGV: wait, claim, limit. Looks at those whose time has come, and takes over announcements whose replica seems gone.
 * → users to announce.
 */
export const sweepScript = redisScript(`${common}
local wait, claim, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
for _, user in ipairs(redis.call('ZRANGEBYSCORE', pending, '-inf', now, 'LIMIT', 0, limit)) do
  redis.call('ZADD', pending, now + claim, user)
  changed[#changed + 1] = user
end
for _, user in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, limit)) do settle(user, wait, claim) end
return changed
`);

/** ARGV: user, rev. Confirms an announcement. → 1, or 0 when there is news to announce since. */
export const confirmScript = redisScript(`${common}
local rev = redis.call('HGET', prefix .. 'user:' .. ARGV[1], 'rev')
if rev and rev ~= ARGV[2] then return 0 end
redis.call('ZREM', pending, ARGV[1])
return 1
`);
