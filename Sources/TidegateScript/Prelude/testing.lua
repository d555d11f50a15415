-- What only a rule test can call. Here a refusal is an answer to look at, not an error.

local globals, op = export.globals, export.operations

local outcome = {}
outcome.__index = outcome

local expectation = {}
expectation.__index = expectation

-- `account "Acme"` is the record of that name, made when there is none yet; with a table in braces
-- after it, it is made of that table. Until then it is a draft.
local draft = {}

local function resolve(value)
  if getmetatable(value) ~= draft then return value end
  local object, name = rawget(value, "object"), rawget(value, "name")
  if not rawget(value, "record") then
    rawset(value, "record", host(op.test_fixture, object, name, rawget(value, "values")))
  end
  return rawget(value, "record")
end

local function resolve_all(values)
  local resolved = {}
  for name, value in pairs(values or {}) do resolved[name] = resolve(value) end
  return resolved
end

draft.__index = function(self, name) return resolve(self)[name] end
draft.__call = function(self, values)
  rawset(self, "values", resolve_all(values))
  return resolve(self)
end

local function fail(message) error("expected " .. message, 3) end

local function describe(self)
  if not self.refused_by then return "it was done" end
  return "it was refused by " .. self.refused_by
end

function expectation:done()
  local got = self.value
  if getmetatable(got) ~= outcome then fail("the outcome of move, act, save or approve") end
  if not got.ok then fail("it to be done, but " .. got.message) end
end

-- `refused "Discount cleared"`: the named gate, validation or code is among the reasons.
function expectation:refused(name)
  local got = self.value
  if getmetatable(got) ~= outcome then fail("the outcome of move, act, save or approve") end
  if got.ok then fail("it to be refused" .. (name and " by " .. name or "") .. ", but it was done") end
  if name == nil then return end
  for _, reason in ipairs(got.reasons) do
    if reason == name then return end
  end
  fail("it to be refused by " .. name .. ", but " .. got.message)
end

function expectation:waits_for(approval, step, user)
  local problem = host(op.test_waits_for, self.value, approval, step, user)
  if problem then fail(problem) end
end

-- `sent { to = contact, count = 1, subject = "…" }`
function expectation:sent(what)
  for name, value in pairs(what) do what[name] = resolve(value) end
  local problem = host(op.test_sent, what)
  if problem then fail(problem) end
end

function expectation:raised(alert)
  local problem = host(op.test_alert, self.value, alert, true)
  if problem then fail(problem) end
end

function expectation:cleared(alert)
  local problem = host(op.test_alert, self.value, alert, false)
  if problem then fail(problem) end
end

-- `seen_by "ann"`: the record is there for ann; `seen_by("ann", "margin")`: that field of it as well.
function expectation:seen_by(user, field)
  if not host(op.test_sees, self.value, resolve(user), field) then
    fail((field or "it") .. " to be seen")
  end
end

function expectation:hidden_from(user, field)
  if host(op.test_sees, self.value, resolve(user), field) then
    fail((field or "it") .. " to be hidden")
  end
end

function expectation:is(want)
  -- An exact decimal is never == a plain number; here 60 means the amount of 60.
  if type(self.value) == "decimal" and type(want) == "number" then want = dec(tostring(want)) end
  if self.value ~= want then
    fail(tostring(want) .. ", got " .. tostring(self.value))
  end
end

local function attempt(...)
  local ok, message, reasons, value = host(...)
  return setmetatable({ ok = ok, message = message, reasons = reasons, value = value }, outcome)
end

local function fixture(object)
  return function(name)
    return setmetatable({ object = object, name = name, values = {} }, draft)
  end
end

-- A hook that runs inside a test calls the plain functions, as it does elsewhere.
local function in_tests(name, test_version)
  local plain = globals[name]
  globals[name] = function(...)
    if host(op.in_test) then return test_version(...) end
    return plain(...)
  end
end

-- What `given` returns is what `run` gets; a draft among it is made first.
function export.run_test(run, given)
  local made = table.pack(given and given())
  if given == nil then made.n = 0 end
  for index = 1, made.n do made[index] = resolve(made[index]) end
  run(table.unpack(made, 1, made.n))
end

function export.begin_tests()
  for word, object in pairs(host(op.test_objects)) do
    if globals[word] == nil then globals[word] = fixture(object) end
  end
  function globals.expect(value) return setmetatable({ value = resolve(value) }, expectation) end
  in_tests("create", function(object)
    return function(values) return host(op.create, object, resolve_all(values)) end
  end)
  in_tests("move", function(record, stage, options)
    return attempt(op.test_move, resolve(record), stage, resolve_all(options))
  end)
  in_tests("act", function(action, record, options)
    return attempt(op.test_act, action, resolve(record), resolve_all(options))
  end)
  function globals.approve(record, approval, options)
    return attempt(op.test_decide, resolve(record), approval, "yes", resolve_all(options))
  end
  function globals.reject(record, approval, options)
    return attempt(op.test_decide, resolve(record), approval, "no", resolve_all(options))
  end
  function globals.withdraw(record, approval, options)
    return attempt(op.test_withdraw, resolve(record), approval, resolve_all(options))
  end
  function globals.update(record, values, options)
    return attempt(op.test_update, resolve(record), resolve_all(values), resolve_all(options))
  end
  function globals.try_create(object, options)
    return function(values)
      return attempt(op.test_create, object, resolve_all(values), resolve_all(options))
    end
  end
  function globals.share(record, what, options)
    return attempt(op.test_share, resolve(record), resolve_all(what), resolve_all(options))
  end
  -- What is read and written inside is read and written by this user.
  function globals.as_user(user, body)
    host(op.test_as_user, resolve(user))
    local answer = table.pack(pcall(body))
    host(op.test_as_user)
    if not answer[1] then error(answer[2], 0) end
    return table.unpack(answer, 2, answer.n)
  end
  globals.clock = { advance = function(_, span) host(op.test_advance, span) end }
  globals.mail = "mail"
end
