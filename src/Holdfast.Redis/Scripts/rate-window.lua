-- KEYS: window. ARGV: milliseconds that it lasts. Returns { calls in the window, milliseconds until it ends }.
-- A window begins with its first call and ends by its expiry: the server's clock alone counts.
local calls = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return { calls, left }
