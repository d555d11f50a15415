-- "Moses Frase" signs in as moses.frase.
hook "User" "login from the name" {
  when        = "login is empty and name is not empty",
  before_save = function(user)
    local dotted = user.name:lower():gsub("%s+", ".")
    local login = dotted:gsub("[^%w._@\128-\255-]", "")
    user.login = login
  end,
}
