-- A login is typed on every keyboard and stands in addresses and lists. What is there already stays.
validation "User" "A login is one word" {
  when  = "changed(login)",
  check = function(user)
    return user.login:match("^[%w._@\128-\255-]+$") ~= nil
  end,
  say   = "“{login}” cannot be a login: it is made of letters, digits and . _ - @.",
  at    = "login",
}
