-- A login is typed on every keyboard and stands in addresses. What was there before stays.
validation "User" "A login is one word" {
  check = function(user, old)
    return (old and old.login == user.login) or user.login:match("^[%w._@\128-\255-]+$") ~= nil
  end,
  say = "{login} cannot be a login: use letters, digits and . _ - @ alone.",
  at  = "login",
}
