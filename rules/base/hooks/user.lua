-- "Moses Frase" signs in as moses.frase.
hook "User" "login from the name" {
  when        = "login is empty and name is not empty",
  before_save = function(user)
    local login = user.name:lower():gsub("%s+", ".")
    user.login = login
  end,
}
