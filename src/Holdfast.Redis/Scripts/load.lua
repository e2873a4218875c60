-- KEYS: conversation, ids. ARGV: most turns, run (empty for none).
-- Returns { 'ok', the conversation as JSON, without what this run has put there before } or { 'spoilt', why }.
local turns, problem = read(KEYS[1])
if not turns then return { 'spoilt', problem } end
if ARGV[2] ~= '' and #turns > 0 then
  local index = 0
  while true do
    local earlier = redis.call('HGET', KEYS[2], ARGV[2] .. ':' .. index)
    if not earlier then break end
    local at = find(turns, earlier)
    if at then table.remove(turns, at) end
    index = index + 1
  end
end
while #turns > tonumber(ARGV[1]) do table.remove(turns, 1) end
return { 'ok', text(turns) }
