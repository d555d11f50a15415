-- Each record is moved once, through a before-hook and two gates, into the next stage.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init()
  wrk.method = "POST"
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = '{"to": "Qualify"}'
  ids = {}
  local line = 0
  for id in io.lines(os.getenv("BENCH_IDS")) do
    if line % 2 == number then ids[#ids + 1] = id end
    line = line + 1
  end
  position = 0
end

function request()
  position = position + 1
  if position > #ids then wrk.thread:stop() end
  return wrk.format(nil, "/api/records/Opportunity/" .. (ids[position] or "gone") .. "/move")
end

function done(summary)
  local errors = summary.errors
  io.write(string.format("RESULT %.0f %d %d\n", (summary.requests - errors.status) / summary.duration * 1e6,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
