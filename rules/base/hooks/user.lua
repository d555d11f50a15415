-- "Moses Frase" signs in as moses.frase.
hook "User" "login from the name" {
  when        = "login is empty and name is not empty",
  before_save = function(user)
    local dotted = user.name:lower():gsub("%s+", ".")
    local login = dotted:gsub("[^%w._@\128-\255-]", "")
    user.login = login
  end,
}

-- A login is typed on every keyboard and stands in addresses. What was there before stays.
hook "User" "a login is one word" {
  when        = "changed(login) and login is not empty",
  after       = { "login from the name" },
  before_save = function(user)
    if not user.login:match("^[%w._@\128-\255-]+$") then
      refuse("user.login", "{login} cannot be a login: use letters, digits and . _ - @ alone.",
        { login = user.login })
    end
  end,
}
