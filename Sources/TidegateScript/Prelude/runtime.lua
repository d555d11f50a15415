-- What a hook, an action or a test can call. Everything that touches a record goes through `host`,
-- one operation a call; the numbers come from `ScriptOperation`.

local globals, op = export.globals, export.operations

-- After loading, the names of field types mean what they mean in a function.
function export.finish_loading()
  globals.date, globals.datetime, globals.days, globals.hours = date, datetime, days, hours
  globals.minutes, globals.weeks, globals.dec = minutes, weeks, dec
  globals.text, globals.integer, globals.decimal, globals.money = nil, nil, nil, nil
  globals.email = function(message) host(op.email, message) end
end

local set = {}
set.__index = set

function set:get(id) return host(op.get, self.object, id) end
function set:first(where, ...) return host(op.first, self.object, where or "", ...) end
function set:find(where, ...) return host(op.find, self.object, where or "", ...) end
function set:count(where, ...) return host(op.count, self.object, where or "", ...) end
function set:sum(what, where, ...) return host(op.sum, self.object, what, where or "", ...) end
function set:each(where, ...)
  local found, index = self:find(where, ...), 0
  return function()
    index = index + 1
    return found[index]
  end
end

globals.db = setmetatable({}, {
  __index = function(_, object)
    host(op.check_object, object)
    return setmetatable({ object = object }, set)
  end,
  __newindex = function() error("db only reads; use create", 2) end,
  __metatable = false,
})

function globals.create(object)
  return function(values) return host(op.create, object, values) end
end

function globals.move(record, stage) return host(op.move, record, stage) end
function globals.act(action, record) return host(op.act, action, record) end
function globals.refuse(code, say, values) host(op.refuse, code, say, values or {}) end
function globals.warn(code, say, values) host(op.warn, code, say, values or {}) end
function globals.notify(user, say, values) host(op.notify, user, say, values or {}) end
function globals.task(user, say, record) host(op.task, user, say, record) end
function globals.log(...) host(op.log, ...) end
function globals.me() return host(op.me) end
function globals.today() return host(op.today) end
function globals.now() return host(op.now) end

local modules = {}
function globals.require(name)
  if modules[name] == nil then
    modules[name] = false
    modules[name] = host(op.require, name) or error("module " .. name .. " returns nothing", 2)
  elseif modules[name] == false then
    error("modules that require each other: " .. name, 2)
  end
  return modules[name]
end

-- Methods of records, and what reads like a field but is none.
export.record_methods = {
  save = function(record) return host(op.save, record) end,
  delete = function(record) host(op.delete, record) end,
}

local members = {}
members.__index = members

function members:each()
  local index = 0
  return function()
    index = index + 1
    return self[index]
  end
end

function export.record_extra(record, name)
  local value = host(op.extra, record, name)
  if type(value) == "table" then return setmetatable(value, members) end
  return value
end
