-- KEYS: conversation, ids. ARGV: milliseconds to live, most turns, run, then each turn as JSON.
-- Returns { 'ok', number of turns } or { 'spoilt', why }; a spoilt one is left as it is.
local turns, problem = read(KEYS[1])
if not turns then return { 'spoilt', problem } end
local ttl, most, run = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]

-- What the ids speak of went with the conversation, if that was deleted; and only the newest are of use. Counted first: what is no
-- hash ends the script here, and is not deleted.
local known = redis.call('HLEN', KEYS[2])
if #turns == 0 or known > 4 * most then redis.call('DEL', KEYS[2]) end

for i = 4, #ARGV do
  local id = run .. ':' .. (i - 4)
  local turn = cjson.decode(ARGV[i])
  local new = { raw = ARGV[i], hash = hash(turn.role, turn.content) }
  local earlier = redis.call('HGET', KEYS[2], id)
  if earlier ~= new.hash then
    local at = earlier and find(turns, earlier)
    turns[at or #turns + 1] = new
    redis.call('HSET', KEYS[2], id, new.hash)
  end
end

-- The run said more the last time, before its end came to nothing.
local index = #ARGV - 3
while true do
  local id = run .. ':' .. index
  local earlier = redis.call('HGET', KEYS[2], id)
  if not earlier then break end
  local at = find(turns, earlier)
  if at then table.remove(turns, at) end
  redis.call('HDEL', KEYS[2], id)
  index = index + 1
end

while #turns > most do table.remove(turns, 1) end
redis.call('SET', KEYS[1], text(turns), 'PX', ttl)
redis.call('PEXPIRE', KEYS[2], ttl)
return { 'ok', #turns }
