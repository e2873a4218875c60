-- Common to the scripts: a conversation as a list of { raw = its JSON as it stands, hash = of role and content }.
-- What another program has put there is handed on byte by byte: written anew by cjson, numbers and empty lists would change.

local function hash(role, content)
  return redis.sha1hex(role .. '\0' .. content)
end

-- The elements of a JSON array that is known to be well-formed, as text.
local function elements(text)
  local list, depth, first, at = {}, 0, nil, 1
  while true do
    local found = string.find(text, '["%[%]{},]', at)
    if not found then return list end
    local byte = string.sub(text, found, found)
    at = found + 1
    if byte == '"' then
      repeat
        found = string.find(text, '["\\]', at)
        local escapes = string.byte(text, found) == 92
        at = found + (escapes and 2 or 1)
      until not escapes
    elseif byte == '[' or byte == '{' then
      if depth == 1 then first = found end
      depth = depth + 1
    elseif byte == ']' or byte == '}' then
      depth = depth - 1
      if depth == 1 then list[#list + 1] = string.sub(text, first, found) end
    end
  end
end

-- The conversation, or nil and why it is none.
local function read(key)
  local kind = redis.call('TYPE', key).ok
  if kind == 'none' then return {} end
  if kind ~= 'string' then return nil, 'it is a Redis ' .. kind .. ', not a string' end
  local text = redis.call('GET', key)
  local whole, decoded = pcall(cjson.decode, text)
  if not whole then return nil, 'it is not JSON' end
  if type(decoded) ~= 'table' or not string.find(text, '^%s*%[') then return nil, 'it is not a JSON array' end
  local raw = elements(text)
  if #raw ~= #decoded then return nil, 'it holds something else than turns' end
  local turns = {}
  for i, turn in ipairs(decoded) do
    if type(turn) ~= 'table' or type(turn.role) ~= 'string' or type(turn.content) ~= 'string' then
      return nil, 'turn ' .. i .. ' has no "role" and "content" that are texts'
    end
    turns[i] = { raw = raw[i], hash = hash(turn.role, turn.content) }
  end
  return turns
end

local function text(turns)
  local raw = {}
  for i, turn in ipairs(turns) do raw[i] = turn.raw end
  return '[' .. table.concat(raw, ',') .. ']'
end

-- The newest turn with this hash.
local function find(turns, wanted)
  for i = #turns, 1, -1 do
    if turns[i].hash == wanted then return i end
  end
end
