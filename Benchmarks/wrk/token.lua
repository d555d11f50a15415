-- Every request carries the caller's token.
function init()
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
end

function done(summary)
  local errors = summary.errors
  io.write(string.format("RESULT %.0f %d %d\n", (summary.requests - errors.status) / summary.duration * 1e6,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
