-- A thousand reports a request, of a thousand people; each request from another network.
local thread = 0
function setup(t)
  t:set("id", thread)
  thread = thread + 1
end

local headers = { ["content-type"] = "application/json", ["user-agent"] = "passes-on/1" }
local problems = { "unreachable", "error", "slow", "login" }
local bodies = {}
local n = 0

function init()
  for b = 0, 19 do
    local reports = {}
    for i = 1, 1000 do
      reports[i] = string.format(
        '{"service":"facebook","components":["website"],"problem":"%s","reporter":"person-%d"}',
        problems[i % 4 + 1], b * 1000 + i)
    end
    bodies[b] = '{"reports":[' .. table.concat(reports, ",") .. "]}"
  end
end

function request()
  n = n + 1
  headers["x-forwarded-for"] =
    string.format("%d.%d.%d.%d", 101 + id, math.floor(n / 256) % 256, n % 256, math.floor(n / 65536) % 256)
  return wrk.format("POST", "/api/v1/reports", headers, bodies[n % 20])
end
