-- KEYS: conversation, ids. ARGV: SHA-1 of the conversation as it was read (empty for none), the new one, milliseconds to live,
-- 1 to forget all ids, the run's fence, then ids and hashes in turn; an empty hash removes its id.
-- Returns 1; 0 when somebody else has changed the conversation since; -1 when somebody with a higher fence is, or was, at work on it. In
-- both cases nothing is written.
if tonumber(ARGV[5]) < tonumber(redis.call('HGET', KEYS[2], 'fence') or 0) then return -1 end
local stands = redis.call('GET', KEYS[1])
if (stands and redis.sha1hex(stands) or '') ~= ARGV[1] then return 0 end
if ARGV[4] == '1' then redis.call('DEL', KEYS[2]) end
redis.call('HSET', KEYS[2], 'fence', ARGV[5])
for i = 6, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[2], ARGV[i]) else redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 1
