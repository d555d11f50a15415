-- The words of a pack. Each makes a node that knows its file and line; the loader reads the nodes
-- when all files have run. Trusted: this file has `where`, `host` and `setmetatable`.

local node = {}
local declared, made = {}, {}

-- `validation "Opportunity" "Close date lies ahead" { … }`: strings are names, a table is the body.
node.__call = function(self, argument)
  if type(argument) == "string" and self.body == nil then
    self.names[#self.names + 1] = argument
  elseif type(argument) == "table" and self.body == nil then
    self.body = argument
  else
    error(self.kind .. " takes its names, then one table in braces", 2)
  end
  return self
end

local function make(kind, argument, level)
  local chunk, line = where(level + 1)
  local self = setmetatable({ kind = kind, names = {}, chunk = chunk, line = line }, node)
  made[#made + 1] = self
  return self(argument)
end

local function top_level(kind)
  return function(argument)
    local self = make(kind, argument, 2)
    declared[#declared + 1] = self
    return self
  end
end

local function nested(kind)
  return function(argument)
    local self = make(kind, argument, 2) -- a tail call would hide the caller's line
    return self
  end
end

local top_level_words = {
  "pack", "object", "extend", "validation", "pipeline", "approval", "notice", "message", "alert",
  "hook", "action", "import", "access", "locale", "test",
}
local nested_words = {
  "text", "choice", "multichoice", "integer", "decimal", "money", "currency", "percent", "boolean", "date",
  "datetime", "duration", "reference", "email", "emails", "phone", "phones", "url", "geopoint",
  "autonumber", "json", "children", "unique", "index",
  "stage", "gate", "step", "case", "level", "role",
}

local globals = export.globals
for _, word in ipairs(top_level_words) do globals[word] = top_level(word) end
for _, word in ipairs(nested_words) do globals[word] = nested(word) end

-- A node inside a body belongs to it; what belongs to nothing was written in the wrong place.
local function mark(value, seen)
  if type(value) ~= "table" or seen[value] then return end
  seen[value] = true
  if getmetatable(value) == node then mark(value.body, seen) return end
  for _, part in pairs(value) do mark(part, seen) end
end

function export.collect()
  local seen, strays = {}, {}
  for _, each in ipairs(declared) do mark(each, seen) end
  for _, each in ipairs(made) do
    if not seen[each] then
      strays[#strays + 1] = { kind = each.kind, names = {}, chunk = each.chunk, line = each.line }
    end
  end
  return declared, strays
end
